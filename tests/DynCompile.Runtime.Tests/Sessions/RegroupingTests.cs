using FsCheck;
using FsCheck.Xunit;

namespace DynCompile.Runtime.Tests.Sessions;

public class RegroupingTests
{
    [Property]
    public void A_split_parts_the_lanes_in_order_and_a_merge_joins_them_again(bool[] conditions)
    {
        using var session = new ProbeSession(conditions.Length + 1);
        Rows<bool> condition = Conditions(session, conditions);
        Lanes all = session.All(conditions.Length);

        session.Split(0, all, condition, out Lanes yes, out Lanes no);
        Assert.Equal(Enumerable.Range(0, conditions.Length).Where(lane => conditions[lane]), ProbeSession.List(yes));
        Assert.Equal(Enumerable.Range(0, conditions.Length).Where(lane => !conditions[lane]), ProbeSession.List(no));

        Assert.Equal(ProbeSession.List(all), ProbeSession.List(session.Merge(1, yes, no)));
        Assert.Equal(ProbeSession.List(all), ProbeSession.List(session.Merge(1, no, yes)));
        // Into the very list that one of the two lies in.
        Assert.Equal(ProbeSession.List(all), ProbeSession.List(session.Merge(0, yes, no)));
    }

    [Property]
    public void A_loop_splits_its_own_lists_until_nobody_is_left(PositiveInt seed, bool goesOnWithYes)
    {
        const int count = 20;
        using var session = new ProbeSession(count);
        var random = new Random(seed.Get);
        var expected = Enumerable.Range(0, count).ToList();
        Lanes live = session.All(count);
        while (!live.IsEmpty)
        {
            bool[] conditions = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) != 0 == goesOnWithYes)];
            session.Split(2, live, Conditions(session, conditions), out Lanes yes, out Lanes no);
            live = goesOnWithYes ? yes : no;
            expected.RemoveAll(lane => conditions[lane] != goesOnWithYes);
            Assert.Equal(expected, ProbeSession.List(live));
        }
    }

    [Property]
    public void Groups_hold_the_lanes_of_each_index_in_order(byte[] choices)
    {
        using var session = new ProbeSession(choices.Length + 1, groups: 5);
        Rows<int> index = session.Rows<int>(0, 1);
        for (int lane = 0; lane < choices.Length; lane++)
            index[lane] = choices[lane] % 5;
        LaneGroups groups = session.GroupBy(0, session.All(choices.Length), index, 5);
        RequireGroups(groups, choices, choice => choice % 5);

        // A group may be grouped again at the same place, as in a loop.
        int[] largest = ProbeSession.List(groups[4]);
        LaneGroups again = session.GroupBy(0, groups[4], index, 5);
        Assert.Equal(largest, ProbeSession.List(again[4]));
        Assert.All(Enumerable.Range(0, 4), k => Assert.True(again[k].IsEmpty));
    }

    [Property]
    public void Elastic_sizes_group_by_their_place_in_the_list(byte[] choices)
    {
        int[] allowed = [16, 32, 64];
        using var session = new ProbeSession(choices.Length + 1);
        Rows<int> size = session.Rows<int>(0, 1);
        for (int lane = 0; lane < choices.Length; lane++)
            size[lane] = allowed[choices[lane] % 3];
        RequireGroups(session.GroupBy(3, session.All(choices.Length), size, allowed), choices, choice => choice % 3);
    }

    [Fact]
    public void An_index_without_a_group_faults_and_the_session_goes_on()
    {
        using var session = new ProbeSession(3);
        Rows<int> index = session.Rows<int>(0, 1);
        index[1] = 8;
        var fault = Assert.Throws<DynRunException>(() => session.GroupBy(0, session.All(3), session.Rows<int>(0, 1), 8, 4, 2));
        Assert.Equal("index 8 is outside 0..8 (sample 1, line 4, column 2)", fault.Message);
        index[1] = 7;
        Assert.Equal([1], ProbeSession.List(session.GroupBy(0, session.All(3), index, 8)[7]));
    }

    [Fact]
    public void An_unlisted_elastic_size_faults_with_the_listed_ones()
    {
        using var session = new ProbeSession(2);
        session.Rows<int>(0, 1)[0] = 48;
        var fault = Assert.Throws<DynRunException>(() => session.GroupBy(0, session.All(1), session.Rows<int>(0, 1), [16, 32], 4, 2));
        Assert.Equal("48 is not one of the elastic sizes 16, 32 (sample 0, line 4, column 2)", fault.Message);
        Assert.Equal((48, 32), (fault.Value, fault.Bound));
    }

    [Fact]
    public void Lanes_that_left_a_frame_stay_away_until_it_is_entered_again()
    {
        using var session = new ProbeSession(6);
        Rows<bool> condition = Conditions(session, [true, false, true, false, false, true]);
        Lanes live = session.All(6);
        session.ClearLeft(0, live);
        session.ClearLeft(1, live);
        session.Split(0, live, condition, out Lanes leaving, out _);
        session.MarkLeft(1, leaving);

        Assert.Equal([0, 1, 2, 3, 4, 5], ProbeSession.List(session.Staying(0, 1, live)));
        Lanes staying = session.Staying(1, 1, live);
        Assert.Equal([1, 3, 4], ProbeSession.List(staying));
        // In place, as at the end of each iteration.
        Assert.Equal([1, 3, 4], ProbeSession.List(session.Staying(1, 1, staying)));
        session.ClearLeft(1, live);
        Assert.Equal(6, session.Staying(1, 1, live).Count);
    }

    [Fact]
    public void Regrouping_allocates_nothing()
    {
        using var session = new ProbeSession(8, arenaBytesPerLane: 128);
        Rows<bool> condition = Conditions(session, [true, false, true, false, false, true, true, false]);
        Rows<int> index = session.Rows<int>(64, 1);
        RequireNoAllocation(() =>
        {
            Lanes live = session.All(8);
            session.ClearLeft(0, live);
            session.Split(0, live, condition, out Lanes yes, out Lanes no);
            session.MarkLeft(0, yes);
            live = session.Merge(1, yes, no);
            Lanes staying = session.Staying(0, 2, live);
            session.GroupBy(3, staying, index, 2);
        });
    }

    private static void RequireNoAllocation(Action action)
    {
        for (int i = 0; i < 3; i++)
            action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RequireGroups(LaneGroups groups, byte[] choices, Func<byte, int> group)
    {
        for (int k = 0; k < groups.Count; k++)
        {
            IEnumerable<int> expected = Enumerable.Range(0, choices.Length).Where(lane => group(choices[lane]) == k);
            Assert.Equal(expected, ProbeSession.List(groups[k]));
        }
    }

    private static Rows<bool> Conditions(ProbeSession session, bool[] conditions)
    {
        Rows<bool> rows = session.Rows<bool>(0, 1);
        for (int lane = 0; lane < conditions.Length; lane++)
            rows[lane] = conditions[lane];
        return rows;
    }
}
