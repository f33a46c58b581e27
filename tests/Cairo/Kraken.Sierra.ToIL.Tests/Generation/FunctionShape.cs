using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>A function of a generated program as its callers see it: builtins first, then values.</summary>
/// <param name="name">Its name.</param>
/// <param name="builtins">The builtins that it takes and gives back.</param>
/// <param name="parameters">The types of the values that it takes.</param>
/// <param name="isTracked">Whether it moves the stack by a known number of cells.</param>
/// <param name="isCounted">Whether its first value says how often it calls itself.</param>
internal sealed class FunctionShape(string name, string[] builtins, string[] parameters, bool isTracked, bool isCounted)
{
    internal string Name => name;

    internal string[] Builtins => builtins;

    internal string[] Parameters => parameters;

    internal bool IsTracked => isTracked;

    internal bool IsCounted => isCounted;

    /// <summary>The types of the values that it gives; null until they are known.</summary>
    internal string[]? Results { get; set; }

    /// <summary>The signature of a call.</summary>
    internal Signature Call => Called($"function_call<user@{name}>", []);

    /// <summary>The signature of a call that was paid for before.</summary>
    internal Signature CouponCall => Called($"coupon_call<user@{name}>", [Coupon]);

    /// <summary>The type of what pays for a call.</summary>
    internal string Coupon => $"Coupon<user@{name}>";

    private Signature Called(string libfunc, string[] more)
    {
        IEnumerable<Output> outputs = builtins.Concat(Results!).Select((type, i) => new Output(type, VariableOrigin.NewTemporary, i));
        return new Signature(libfunc, [.. builtins, .. parameters, .. more], [[.. outputs]], !isTracked);
    }
}
