using DynCompile.Runtime;
using DynCompile.Tensors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebApi.Models;

namespace DynCompile.Hosting.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dyncompile-hosting").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_is_one_object_for_the_application_and_ends_with_it()
    {
        ServiceProvider services = new ServiceCollection().AddDynModel(Digits.Load).BuildServiceProvider();
        Digits model = services.GetRequiredService<Digits>();
        Assert.Same(model, services.GetRequiredService<Digits>());

        services.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Run(new byte[784], new float[10]));
    }

    [Fact]
    public void The_file_of_the_weights_may_come_from_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Digits:Weights", Weights)]).Build();
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddDynModel(provider => Digits.Load(provider.GetRequiredService<IConfiguration>()["Digits:Weights"]!))
            .BuildServiceProvider();

        Assert.Equal("Digits", services.GetRequiredService<Digits>().Name);
    }

    [Fact]
    public async Task A_wrong_path_stops_the_start_and_is_named()
    {
        string path = Path.Combine(_folder, "none.safetensors");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Start(path));

        Assert.Contains("the model Digits could not be loaded", error.Message, StringComparison.Ordinal);
        Assert.Contains("none.safetensors", error.Message, StringComparison.Ordinal);
        Assert.IsType<FileNotFoundException>(error.InnerException);
    }

    [Fact]
    public async Task Missing_weights_stop_the_start_and_are_listed()
    {
        string path = Path.Combine(_folder, "some.safetensors");
        TensorFile.Write(path, [KeyValuePair.Create("tau", Tensor.FromArray((float[])[0.5f, 0.5f], 2))]);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Start(path));

        Assert.IsType<WeightsException>(error.InnerException);
        Assert.Contains("conv1.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_model_twice_is_refused()
    {
        IServiceCollection services = new ServiceCollection().AddDynModel(Digits.Load);

        var error = Assert.Throws<InvalidOperationException>(() => services.AddDynModel(Digits.Load, "other.safetensors"));
        Assert.Equal("the model Digits is registered already", error.Message);
    }

    private static string Weights => Path.Combine(AppContext.BaseDirectory, "../../../../../examples/digits/digits.safetensors");

    private static async Task Start(string path)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDynModel(Digits.Load, path);
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
    }
}
