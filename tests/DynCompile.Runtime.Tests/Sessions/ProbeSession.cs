namespace DynCompile.Runtime.Tests.Sessions;

/// <summary>A session whose regrouping tests can call.</summary>
internal sealed class ProbeSession(int capacity, long arenaBytesPerLane = 64, int sites = 4, int frames = 2, int groups = 8)
    : Session(capacity, arenaBytesPerLane, sites, frames, groups)
{
    public new Rows<T> Rows<T>(long offsetPerLane, int length)
        where T : unmanaged => base.Rows<T>(offsetPerLane, length);

    public new Lanes All(int count) => base.All(count);

    public new void Split(int site, Lanes live, Rows<bool> condition, out Lanes yes, out Lanes no) =>
        base.Split(site, live, condition, out yes, out no);

    public new Lanes Merge(int site, Lanes a, Lanes b) => base.Merge(site, a, b);

    public LaneGroups GroupBy(int site, Lanes live, Rows<int> index, int count, int line = 1, int column = 1) =>
        base.GroupBy(site, live, index, count, At(line, column));

    public LaneGroups GroupBy(int site, Lanes live, Rows<int> size, ReadOnlySpan<int> allowed, int line = 1, int column = 1) =>
        base.GroupBy(site, live, size, allowed, At(line, column));

    public new void ClearLeft(int frame, Lanes lanes) => base.ClearLeft(frame, lanes);

    public new void MarkLeft(int frame, Lanes lanes) => base.MarkLeft(frame, lanes);

    public new Lanes Staying(int frame, int site, Lanes lanes) => base.Staying(frame, site, lanes);

    public static int[] List(Lanes lanes)
    {
        var list = new List<int>();
        foreach (int lane in lanes)
            list.Add(lane);
        return [.. list];
    }
}
