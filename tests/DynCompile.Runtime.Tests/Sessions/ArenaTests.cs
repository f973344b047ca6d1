using System.Runtime.CompilerServices;

namespace DynCompile.Runtime.Tests.Sessions;

public class ArenaTests
{
    [Fact]
    public unsafe void Buffers_are_zeroed_aligned_and_apart()
    {
        using var session = new ProbeSession(3, arenaBytesPerLane: 64 + 128 + 64);
        Rows<float> narrow = session.Rows<float>(0, 2);
        Rows<float> wide = session.Rows<float>(64, 17);
        Rows<byte> last = session.Rows<byte>(192, 64);
        for (int lane = 0; lane < 3; lane++)
        {
            Assert.All(wide.Span(lane, 17).ToArray(), v => Assert.Equal(0, v));
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref wide[lane]) % 64);
            narrow.Span(lane, 2).Fill(1);
            wide.Span(lane, 17).Fill(lane);
            last.Span(lane, 64).Fill(9);
        }
        Assert.All(narrow.Span(2, 2).ToArray(), v => Assert.Equal(1, v));
        Assert.All(wide.Span(1, 17).ToArray(), v => Assert.Equal(1, v));
        wide.Span(2, 17)[3] = 8;
        Assert.Equal(8, wide.From(3)[2]);
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(-64, 1)]
    [InlineData(64, 1)]
    [InlineData(0, 17)]
    public void A_buffer_outside_the_arena_is_refused(long offset, int length)
    {
        using var session = new ProbeSession(2, arenaBytesPerLane: 64);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Rows<float>(offset, length)[0]);
    }

    [Fact]
    public void Memory_that_cannot_be_had_is_an_error_with_its_size()
    {
        var error = Assert.Throws<InsufficientMemoryException>(() => new ProbeSession(1 << 20, arenaBytesPerLane: 1L << 50));
        Assert.Contains("1180591620717411303424 bytes", error.Message);
        error = Assert.Throws<InsufficientMemoryException>(() => new ProbeSession(2, arenaBytesPerLane: 1L << 60));
        Assert.Contains("2305843009213693952 bytes for the buffers of 2 lanes", error.Message);
    }

    [Fact]
    public void A_disposed_session_says_so_and_may_be_disposed_twice()
    {
        var session = new ProbeSession(2);
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.All(1).Count);
    }

    [Fact]
    public void Sites_and_lanes_beyond_the_declared_ones_are_refused()
    {
        using var session = new ProbeSession(2, sites: 1, frames: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.All(3).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Merge(1, session.All(1), session.All(0)).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.ClearLeft(1, session.All(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.GroupBy(0, session.All(1), session.Rows<int>(0, 1), 9).Count);
    }
}
