using DynCompile.Syntax;

namespace DynCompile.Binding;

/// <summary>Which names bodies assign anywhere inside.</summary>
internal static class AssignedNames
{
    public static HashSet<string> In(params Body?[] bodies)
    {
        var names = new HashSet<string>();
        foreach (Body? body in bodies)
        {
            if (body is not null)
                Collect(body, names);
        }
        return names;
    }

    private static void Collect(Body body, HashSet<string> names)
    {
        foreach (Statement statement in body.Statements)
        {
            switch (statement)
            {
                case AssignStatement assign:
                    names.UnionWith(assign.Targets.Select(t => t.Name.Text));
                    break;
                case IfStatement branch:
                    Collect(branch.Then, names);
                    if (branch.Else is { } otherwise)
                        Collect(otherwise, names);
                    break;
                case ForStatement loop:
                    Collect(loop.Body, names);
                    break;
                case WhileStatement loop:
                    Collect(loop.Body, names);
                    break;
                case WithStatement with:
                    Collect(with.Body, names);
                    break;
            }
        }
    }
}
