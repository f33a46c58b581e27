using System.Numerics;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Scopes, loops counted in them, and segments.</summary>
internal static class ScopeHints
{
    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("VM_ENTER_SCOPE", _ => r => r.Scopes.Enter()),
        ("VM_EXIT_SCOPE", _ => r => r.Scopes.Exit()),
        ("MEMCPY_ENTER_SCOPE", ids => EnterLoop(ids["len"])),
        ("MEMSET_ENTER_SCOPE", ids => EnterLoop(ids["n"])),
        ("MEMCPY_CONTINUE_COPYING", ids => Continue(ids["continue_copying"])),
        ("MEMSET_CONTINUE_LOOP", ids => Continue(ids["continue_loop"])),
        ("ADD_SEGMENT", _ => r => r.SetAp(r.Memory.AddSegment())),
        ("TEMPORARY_ARRAY", ids =>
        {
            HintId array = ids["temporary_array"];
            return r => array.Set(r, r.Memory.AddTemporarySegment());
        }),
        ("RELOCATE_SEGMENT", ids =>
        {
            HintId source = ids["src_ptr"];
            HintId destination = ids["dest_ptr"];
            return r => r.Memory.AddRelocationRule(source.Pointer(r), destination.Pointer(r));
        }),
    ];

    private static System.Action<HintRun> EnterLoop(HintId count) => r => r.Scopes.Enter(("n", count.Integer(r)));

    private static System.Action<HintRun> Continue(HintId flag) => r =>
    {
        BigInteger left = r.Scopes.Get<BigInteger>("n") - 1;
        r.Scopes.Set("n", left);
        flag.Set(r, left.Sign > 0);
    };
}
