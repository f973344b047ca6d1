namespace DynCompile.Tensors.Tests;

public class SparsityTests
{
    [Fact]
    public void It_prints_as_the_language_spells_it()
    {
        Assert.Equal("2:8", new Sparsity(2, 8).ToString());
        Assert.Equal("2:8 by 16", new Sparsity(2, 8, By: 16).ToString());
        Assert.Equal(new Sparsity(2, 8), new Sparsity(2, 8, 1));
    }

    [Theory]
    [InlineData(0, 4, 1, "sparsity 0:4: 1 to 4 inputs of a block stay, not 0")]
    [InlineData(5, 4, 1, "sparsity 5:4: 1 to 4 inputs of a block stay, not 5")]
    [InlineData(1, 65, 1, "sparsity 1:65: blocks have 1 to 64 inputs, not 65")]
    [InlineData(0, 0, 1, "sparsity 0:0: blocks have 1 to 64 inputs, not 0")]
    [InlineData(2, 4, 0, "sparsity 2:4 by 0: at least 1 output shares a pattern")]
    public void Impossible_ones_are_refused(int n, int m, int by, string problem)
    {
        Assert.Equal(problem, Sparsity.FindProblem(n, m, by));
        Assert.Equal(problem, Assert.Throws<ArgumentException>(() => new Sparsity(n, m, by)).Message);
    }

    [Fact]
    public void The_extremes_are_possible()
    {
        Assert.Null(Sparsity.FindProblem(1, 1));
        Assert.Null(Sparsity.FindProblem(64, 64, int.MaxValue));
    }
}
