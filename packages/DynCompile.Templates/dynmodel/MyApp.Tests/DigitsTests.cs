using MyApp.Models;
using Xunit;

namespace MyApp.Tests;

public class DigitsTests
{
    [Fact]
    public void An_empty_image_gets_an_answer()
    {
        using var model = Digits.Load();
        var logits = new float[10];

        model.Run(new byte[28 * 28], logits);

        Assert.All(logits, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void An_image_of_another_size_is_refused()
    {
        using var model = Digits.Load();

        Assert.Throws<ArgumentException>(() => model.Run(new byte[27 * 27], new float[10]));
    }
}
