using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DynCompile.Runtime.Tests")]
