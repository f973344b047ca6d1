using DynCompile.Hosting.Tests.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebApi.Models;

namespace DynCompile.Hosting.Tests;

public class HealthTests
{
    [Fact]
    public async Task A_model_that_is_loaded_is_healthy_until_it_is_disposed()
    {
        Picker model = FaultyModel.Make();
        await using ServiceProvider services = Services(s => s.AddDynModel(_ => model), c => c.AddDynModel<Picker>());

        Assert.Equal((HealthStatus.Healthy, "Picker is loaded"), await Check(services, "Picker"));
        model.Dispose();
        (HealthStatus status, string? why) = await Check(services, "Picker");
        Assert.Equal(HealthStatus.Unhealthy, status);
        Assert.Contains("Picker", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_must_get_an_answer()
    {
        await using ServiceProvider services = Services(
            s => s.AddDynModel(_ => FaultyModel.Make()),
            c =>
                c.AddDynModel<Picker>(m => m.Run(7, [1, 1, 1, 1], new float[4], out _))
                    .AddDynModel<Picker>(m => m.Run(8, [1, 1, 1, 1], new float[4], out _), "faulty", HealthStatus.Degraded, ["live"])
                    .AddDynModel<Picker>(m => m.Run(7, [1], new float[4], out _), "wrong")
        );

        Assert.Equal((HealthStatus.Healthy, "Picker is loaded and answers"), await Check(services, "Picker"));
        (HealthStatus status, string? why) = await Check(services, "faulty");
        Assert.Equal(HealthStatus.Degraded, status);
        Assert.Contains("8", why, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, (await Check(services, "wrong")).Status);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_or_is_not_registered_is_unhealthy()
    {
        await using ServiceProvider services = Services(
            s => s.AddDynModel(Digits.Load, "none.safetensors"),
            c => c.AddDynModel<Digits>().AddDynModel<Picker>()
        );

        (HealthStatus status, string? why) = await Check(services, "Digits");
        Assert.Equal(HealthStatus.Unhealthy, status);
        Assert.Contains("none.safetensors", why, StringComparison.Ordinal);
        (status, why) = await Check(services, "Picker");
        Assert.Equal(HealthStatus.Unhealthy, status);
        Assert.Contains("Picker", why, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<IServiceCollection> models, Action<IHealthChecksBuilder> checks)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        models(services);
        checks(services.AddHealthChecks());
        return services.BuildServiceProvider();
    }

    private static async Task<(HealthStatus Status, string? Description)> Check(ServiceProvider services, string name)
    {
        HealthReport report = await services
            .GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(r => r.Name == name, TestContext.Current.CancellationToken);
        HealthReportEntry entry = Assert.Single(report.Entries).Value;
        return (entry.Status, entry.Description);
    }
}
