using System;
using System.Linq;
using Kraken.Sierra.ToIL.Libfuncs;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Which library functions have an emitter. The list of those without may only become shorter.</summary>
public sealed class LibfuncListTests
{
    private const string Missing = "cheatcode";

    [Fact]
    public void EachOfTheCompilersLibraryFunctionsHasAnEmitter()
    {
        string[] missing = [.. ToCasm.Libfuncs.LibfuncEmitters.Ids.Except(LibfuncEmitters.Ids).Order(StringComparer.Ordinal)];
        Assert.Equal([Missing], missing);
    }

    [Fact]
    public void NoEmitterIsWithoutItsCompiler() =>
        Assert.Empty(LibfuncEmitters.Ids.Except(ToCasm.Libfuncs.LibfuncEmitters.Ids));
}
