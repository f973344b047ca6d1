// Serves the digits model over HTTP.
//
//     dotnet run -c Release --project examples/WebApi --urls http://localhost:5000
//     curl --data-binary @image.raw http://localhost:5000/digit           784 grey values, one byte each
//     curl --data-binary @images.raw http://localhost:5000/digits         any number of images, one behind the other
//     curl http://localhost:5000/health
//
// Its metrics are those of the meter "DynCompile": dotnet-counters monitor -n WebApi --counters DynCompile
using WebApi;
using WebApi.Models;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddDynModel(Digits.Load);
builder.Services.AddHealthChecks().AddDynModel<Digits>(model => model.Run(new byte[Reader.Pixels], new float[10]));
builder.Services.AddSingleton<Reader>();

WebApplication app = builder.Build();

// A client that ends its request before its body is no failure of the service.
app.UseExceptionHandler(
    new ExceptionHandlerOptions
    {
        StatusCodeSelector = e => e is BadHttpRequestException wrong ? wrong.StatusCode : StatusCodes.Status500InternalServerError,
        SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
    }
);
app.UseStatusCodePages();
app.MapHealthChecks("/health");
app.MapPost("/digit", DigitEndpoints.One);
app.MapPost("/digits", DigitEndpoints.Many);
app.Run();

/// <summary>For tests that start the application.</summary>
public partial class Program;
