using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>The endpoints: images come as the raw bytes of the body.</summary>
internal static class DigitEndpoints
{
    private const int MostImages = 4096;

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> One(HttpRequest request, Reader reader, CancellationToken cancelled)
    {
        byte[]? body = await ReadBody(request, Reader.Pixels, cancelled);
        return body?.Length == Reader.Pixels
            ? TypedResults.Ok(reader.Read(body))
            : Wrong($"an image has {Reader.Pixels} bytes, not {Length(body, request)}");
    }

    public static async Task<Results<Ok<Answer[]>, ProblemHttpResult>> Many(HttpRequest request, Reader reader, CancellationToken cancelled)
    {
        const int Most = MostImages * Reader.Pixels;
        byte[]? body = await ReadBody(request, Most, cancelled);
        if (body is null)
            return Wrong($"{MostImages} images are the most in one request");
        return body.Length % Reader.Pixels == 0
            ? TypedResults.Ok(reader.ReadAll(body, cancelled))
            : Wrong($"images have {Reader.Pixels} bytes each; {body.Length} is no multiple of that");
    }

    // Null for a body that is larger: nobody's memory is filled before it is refused.
    private static async Task<byte[]?> ReadBody(HttpRequest request, int most, CancellationToken cancelled)
    {
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancelled)) > 0)
        {
            if (body.Length + read > most)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    // Of a body that was not read to its end, the length is what the client says, if it does.
    private static string Length(byte[]? body, HttpRequest request) =>
        $"{body?.Length ?? request.ContentLength}" is { Length: > 0 } known ? known : "more";

    private static ProblemHttpResult Wrong(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "The body is not what the model takes");
}
