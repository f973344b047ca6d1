using DynCompile.Hosting;
using DynCompile.Runtime;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers compiled models with dependency injection and health checks.</summary>
public static class DynModelServices
{
    /// <summary>Registers a model that the whole application shares: <c>AddDynModel(BranchyLeNet.Load, "lenet.safetensors")</c>.</summary>
    /// <remarks>
    /// It is loaded when the host starts, so that a wrong file stops the start and not the first request, and disposed with the container. Its
    /// <see cref="ModelMetrics{TModel}"/> are registered with it.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="load">The model's own <c>Load</c>.</param>
    /// <param name="path">The file of the weights.</param>
    /// <typeparam name="TModel">The class of the model.</typeparam>
    public static IServiceCollection AddDynModel<TModel>(this IServiceCollection services, Func<string, TModel> load, string path)
        where TModel : CompiledModel
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return services.AddDynModel(_ => load(path));
    }

    /// <summary>Registers a model whose weights go with the program: <c>AddDynModel(BranchyLeNet.Load)</c>.</summary>
    /// <inheritdoc cref="AddDynModel{TModel}(IServiceCollection, Func{string, TModel}, string)"/>
    public static IServiceCollection AddDynModel<TModel>(this IServiceCollection services, Func<TModel> load)
        where TModel : CompiledModel
    {
        ArgumentNullException.ThrowIfNull(load);
        return services.AddDynModel(_ => load());
    }

    /// <summary>Registers a model that is loaded by way of other services, such as the configuration.</summary>
    /// <inheritdoc cref="AddDynModel{TModel}(IServiceCollection, Func{string, TModel}, string)"/>
    public static IServiceCollection AddDynModel<TModel>(this IServiceCollection services, Func<IServiceProvider, TModel> load)
        where TModel : CompiledModel
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(load);
        if (services.Any(s => s.ServiceType == typeof(TModel)))
            throw new InvalidOperationException($"the model {typeof(TModel).Name} is registered already");
        services.AddMetrics();
        services.AddSingleton(provider => Load(provider, load));
        services.TryAddSingleton<ModelMetrics<TModel>>();
        services.AddSingleton<IHostedService, ModelStart<TModel>>();
        return services;
    }

    /// <summary>Adds a check that a model is loaded and, with a probe, that it answers.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="probe">Runs the model on something that it must be able to answer; an exception is what is wrong.</param>
    /// <param name="name">The check's name; the model's unless given.</param>
    /// <param name="failureStatus">What a failure counts as; unhealthy unless given.</param>
    /// <param name="tags">The check's tags.</param>
    /// <typeparam name="TModel">The class of the model, registered with <c>AddDynModel</c>.</typeparam>
    public static IHealthChecksBuilder AddDynModel<TModel>(
        this IHealthChecksBuilder builder,
        Action<TModel>? probe = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null
    )
        where TModel : CompiledModel
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(
            new HealthCheckRegistration(
                name ?? typeof(TModel).Name,
                provider => new ModelHealthCheck<TModel>(provider, probe),
                failureStatus,
                tags
            )
        );
    }

    private static TModel Load<TModel>(IServiceProvider provider, Func<IServiceProvider, TModel> load)
        where TModel : CompiledModel
    {
        try
        {
            return load(provider) ?? throw new InvalidOperationException("there is none");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"the model {typeof(TModel).Name} could not be loaded: {e.Message}", e);
        }
    }
}
