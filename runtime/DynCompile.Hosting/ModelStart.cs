using DynCompile.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynCompile.Hosting;

/// <summary>Loads a model when the host starts, so that what is wrong with its weights is known before the first request.</summary>
internal sealed class ModelStart<TModel>(IServiceProvider services) : IHostedService
    where TModel : CompiledModel
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Its exits are counted from here on, also where nobody asks for the metrics.
        services.GetRequiredService<ModelMetrics<TModel>>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
