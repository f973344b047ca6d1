using System.Net;
using System.Net.Http.Json;
using DynCompile.Tensors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using WebApi;
using WebApi.Models;

namespace DynCompile.Hosting.Tests;

/// <summary>examples/WebApi, as a client sees it.</summary>
public sealed class WebApiTests : IClassFixture<WebApplicationFactory<Program>>
{
    private static readonly NamedTensors Samples = TensorFile.Read(Example("digits.inputs.safetensors"));
    private readonly WebApplicationFactory<Program> _application;
    private readonly HttpClient _client;

    public WebApiTests(WebApplicationFactory<Program> application)
    {
        _application = application;
        _client = application.CreateClient();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_digit_is_read()
    {
        long[] labels = Samples["label"].ToLongs();
        for (int i = 0; i < 5; i++)
        {
            HttpResponseMessage response = await _client.PostAsync("/digit", Body(i, 1), Cancelled);
            response.EnsureSuccessStatusCode();
            Answer answer = (await response.Content.ReadFromJsonAsync<Answer>(Cancelled))!;
            Assert.Equal(labels[i], answer.Digit);
            Assert.StartsWith("Exit", answer.Exit, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_batch_gives_what_its_images_give_alone()
    {
        Answer[] together = (
            await (await _client.PostAsync("/digits", Body(0, 100), Cancelled)).Content.ReadFromJsonAsync<Answer[]>(Cancelled)
        )!;
        Assert.Equal(100, together.Length);
        for (int i = 0; i < 100; i += 33)
        {
            Answer alone = (await (await _client.PostAsync("/digit", Body(i, 1), Cancelled)).Content.ReadFromJsonAsync<Answer>(Cancelled))!;
            Assert.Equal(alone.Logits, together[i].Logits);
            Assert.Equal(alone.Exit, together[i].Exit);
        }
        Assert.Empty((await (await _client.PostAsync("/digits", Body(0, 0), Cancelled)).Content.ReadFromJsonAsync<Answer[]>(Cancelled))!);
    }

    [Theory]
    [InlineData("/digit", 0, "784 bytes, not 0")]
    [InlineData("/digit", 783, "784 bytes, not 783")]
    [InlineData("/digit", 100_000, "784 bytes, not 100000")]
    [InlineData("/digits", 1000, "784 bytes each; 1000 is")]
    [InlineData("/digits", 784 * 4097, "4096 images are the most")]
    public async Task A_body_of_another_size_is_a_problem_with_both_sizes(string path, int bytes, string detail)
    {
        HttpResponseMessage response = await _client.PostAsync(path, new ByteArrayContent(new byte[bytes]), Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(detail, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_does_not_say_its_size_is_refused_as_soon_as_it_is_too_large()
    {
        // A client that follows redirects reads the body beforehand, and then knows its size.
        using HttpClient client = _application.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/digit") { Content = new Unsized(100_000) };
        HttpResponseMessage response = await client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        ProblemDetails problem = (await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancelled))!;
        Assert.Equal("an image has 784 bytes, not more", problem.Detail);
    }

    [Fact]
    public async Task Requests_at_the_same_time_get_their_own_answers()
    {
        long[] labels = Samples["label"].ToLongs();
        Answer[] answers = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(async i =>
                    (await (await _client.PostAsync("/digit", Body(i, 1), Cancelled)).Content.ReadFromJsonAsync<Answer>(Cancelled))!
                )
        );
        Assert.True(answers.Select((a, i) => a.Digit == labels[i] ? 1 : 0).Sum() >= 63);
    }

    [Fact]
    public async Task A_cancelled_request_ends_and_the_next_is_answered()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.PostAsync("/digits", Body(0, 400), cancel.Token));
        (await _client.PostAsync("/digit", Body(0, 1), Cancelled)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task The_service_is_healthy_until_its_model_is_gone()
    {
        Assert.Equal("Healthy", await _client.GetStringAsync(new Uri("/health", UriKind.Relative), Cancelled));

        await using WebApplicationFactory<Program> other = _application.WithWebHostBuilder(_ => { });
        HttpClient client = other.CreateClient();
        other.Services.GetRequiredService<Digits>().Dispose();
        HttpResponseMessage response = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private static ByteArrayContent Body(int first, int count) =>
        new(Samples["image"].AsSpan<byte>().Slice(first * Reader.Pixels, count * Reader.Pixels).ToArray());

    private static string Example(string file) => Path.Combine(AppContext.BaseDirectory, "../../../../../examples/digits", file);

    /// <summary>A body whose size the client does not know before it is sent.</summary>
    private sealed class Unsized(int bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(new byte[bytes]).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
