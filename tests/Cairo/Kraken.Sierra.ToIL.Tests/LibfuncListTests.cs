using System;
using System.Linq;
using Kraken.Sierra.ToIL.Libfuncs;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Which library functions have an emitter.</summary>
public sealed class LibfuncListTests
{
    [Fact]
    public void EachOfTheCompilersLibraryFunctionsHasAnEmitter()
    {
        string[] missing = [.. ToCasm.Libfuncs.LibfuncEmitters.Ids.Except(LibfuncEmitters.Ids).Order(StringComparer.Ordinal)];
        Assert.Equal("", string.Join(' ', missing));
    }
}
