using DynCompile.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DynCompile.Hosting;

/// <summary>Whether a model is loaded and answers.</summary>
internal sealed class ModelHealthCheck<TModel>(IServiceProvider services, Action<TModel>? probe) : IHealthCheck
    where TModel : CompiledModel
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            TModel model = services.GetRequiredService<TModel>();
            // Also where there is no probe: a disposed model makes no sessions.
            if (probe is null)
                model.CreateSession(1).Dispose();
            else
                probe(model);
            return Task.FromResult(HealthCheckResult.Healthy($"{model.Name} is loaded{(probe is null ? "" : " and answers")}"));
        }
        catch (Exception e)
        {
            return Task.FromResult(new HealthCheckResult(context.Registration.FailureStatus, e.Message, e));
        }
    }
}
