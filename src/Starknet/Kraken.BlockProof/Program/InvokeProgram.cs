using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Runs;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>
/// The program that proves one call of one entry point: it holds the class's bytecode, calls the entry point with calldata, gas and
/// answers of system calls from outside, and outputs all of them (see <see cref="InvokeOutput"/> for the layout).
/// Class, entry point and builtin prices are constants of the program, so the program hash stands for them.
/// </summary>
/// <remarks>
/// The first six words are S-two's frame: ap += 11, call main, jmp rel 0. Main gets the eleven builtin pointers of S-two's public
/// memory as arguments, fp-13 to fp-3, and returns them in the same order.
/// </remarks>
public sealed class InvokeProgram
{
    private static readonly ImmutableArray<string> Builtins = ProofModeRun.Builtins;

    // Relocated memory begins at address 1, with the program.
    private const int FirstAddress = 1;

    // The frame: ap += 11 and call main, two words each, then the endless jump.
    private const int StartOffset = 0;
    private const int EndOffset = 4;

    // Main's locals, after which the results of the entry point are kept.
    private const int Gas = 0;
    private const int Syscalls = 1;
    private const int CalldataStart = 2;
    private const int CalldataEnd = 3;
    private const int Results = 4;

    private InvokeProgram(
        ImmutableArray<Felt> words, int inputsOffset, int classOffset, int pricePointerOffset, ImmutableArray<CasmHintSite> classHints)
    {
        Words = words;
        InputsOffset = inputsOffset;
        ClassOffset = classOffset;
        PricePointerOffset = pricePointerOffset;
        ClassHints = classHints;
    }

    /// <summary>The program; the word at <see cref="PricePointerOffset"/> is an address in it, as the relocated memory shows it.</summary>
    public ImmutableArray<Felt> Words { get; }

    /// <summary>Where the host writes four cells from ap on: gas, the segment of system calls, start and end of the calldata.</summary>
    public int InputsOffset { get; }

    /// <summary>Where the class's bytecode begins; its hints are shifted by this.</summary>
    public int ClassOffset { get; }

    /// <summary>
    /// The word behind the bytecode that points to the builtin prices; the host sets it to the address of the word after it.
    /// </summary>
    public int PricePointerOffset { get; }

    /// <summary>The class's hints, at offsets of the class's bytecode.</summary>
    public ImmutableArray<CasmHintSite> ClassHints { get; }

    /// <summary>The program's hash, as a proof shows it: BLAKE2s over the words.</summary>
    public Felt Hash => ProofModeRun.HashOf(Words.AsSpan());

    /// <summary>Assembles the program of an entry point with the prices of a protocol version.</summary>
    /// <exception cref="ArgumentException">There is no such program; see <see cref="TryBuild(Felt, CasmClass, Felt, VersionedConstants, out
    /// string?)"/>.</exception>
    public static InvokeProgram Build(Felt classHash, CasmClass casm, Felt selector, VersionedConstants constants) =>
        TryBuild(classHash, casm, selector, constants, out string? refusal) ?? throw new ArgumentException(refusal, nameof(selector));

    /// <summary>Assembles the program of an entry point with the prices of a protocol version.</summary>
    /// <param name="classHash">The class's hash; the caller vouches that it is the hash of the class that compiles to <paramref
    /// name="casm"/>.</param>
    /// <param name="casm">The compiled class.</param>
    /// <param name="selector">The selector of an external entry point.</param>
    /// <param name="constants">The protocol's constants.</param>
    /// <param name="refusal">Why there is no program: the class has no such entry point, or it needs a builtin that S-two's public memory
    /// lacks.</param>
    /// <returns>The program; null when there is none.</returns>
    public static InvokeProgram? TryBuild(Felt classHash, CasmClass casm, Felt selector, VersionedConstants constants, out string? refusal)
    {
        ArgumentNullException.ThrowIfNull(constants);
        return TryBuild(classHash, casm, selector, constants.Gas.PricesBehindCode.AsSpan(), out refusal);
    }

    /// <summary>Assembles the program of an entry point with prices of its own.</summary>
    /// <param name="classHash">As above.</param>
    /// <param name="casm">The compiled class.</param>
    /// <param name="selector">The selector of an external entry point.</param>
    /// <param name="builtinPrices">The gas prices of pedersen, bitwise, ec_op, poseidon, add_mod, mul_mod and
    /// blake, from the protocol's constants.</param>
    /// <param name="refusal">Why there is no program.</param>
    public static InvokeProgram? TryBuild(
        Felt classHash, CasmClass casm, Felt selector, ReadOnlySpan<Felt> builtinPrices, out string? refusal)
    {
        ArgumentNullException.ThrowIfNull(casm);
        CasmEntryPoint? found = casm.EntryPoints.External.FirstOrDefault(candidate => candidate.Selector == selector);
        int[] used = found is null ? [] : [.. found.Builtins.Select(name => Builtins.IndexOf(name))];
        refusal = found is null ? $"class {classHash} has no external entry point {selector}"
            : used.Contains(-1)
                ? $"entry point {selector} uses builtins [{string.Join(' ', found.Builtins)}], of which one cannot be proved"
            : null;
        return refusal is null ? Assemble(classHash, casm, selector, found!.Offset, used, builtinPrices) : null;
    }

    private static InvokeProgram Assemble(
        Felt classHash, CasmClass casm, Felt selector, int entryOffset, int[] used, ReadOnlySpan<Felt> builtinPrices)
    {
        ProgramBuilder builder = new();
        builder.Advance(Builtins.Length);
        builder.Call("main");
        builder.Halt();
        int inputs = Main(builder, classHash, selector, used);
        OutputRoutines.Append(builder);
        int classOffset = builder.Position;
        builder.Label("entry", classOffset + entryOffset);
        builder.Append(casm.Bytecode.AsSpan());

        // Behind a class stand a ret, by which code finds its own address, and the pointer to the prices.
        builder.Return();
        int pricePointer = builder.Position;
        builder.Append([FirstAddress + pricePointer + 1]);
        builder.Append(builtinPrices);
        return new InvokeProgram([.. builder.ToArray()], inputs, classOffset, pricePointer, casm.Hints);
    }

    internal CairoProgram ToCairoProgram() => new(
        [.. Words],
        [.. Builtins.Select(
            name => BuiltinNames.TryParse(name, out BuiltinName parsed) ? parsed : throw new InvalidOperationException(name))],
        [],
        [],
        new Dictionary<string, ProgramIdentifier>
        {
            ["__main__.__start__"] = Label(StartOffset),
            ["__main__.__end__"] = Label(EndOffset),
        });

    private static ProgramIdentifier Label(int offset) => new("label", offset, null, null, null, null);

    private static int Main(ProgramBuilder builder, Felt classHash, Felt selector, int[] used)
    {
        builder.Label("main");
        int results = used.Length + 5;
        int inputs = builder.Position;
        builder.Advance(Results + results);
        foreach (int builtin in used)
        {
            builder.Push(Argument(builtin));
        }

        foreach (int local in (ReadOnlySpan<int>)[Gas, Syscalls, CalldataStart, CalldataEnd])
        {
            builder.Push(Cell.Fp(local));
        }

        builder.Call("entry");
        for (int result = 0; result < results; result++)
        {
            builder.Copy(Cell.Fp(Results + result), Cell.Ap(result - results));
        }

        WriteOutput(builder, classHash, selector, Results + used.Length);
        ReturnBuiltins(builder, used);
        return inputs;
    }

    /// <summary>Writes the output; each routine leaves the next output address at [ap-1].</summary>
    private static void WriteOutput(ProgramBuilder builder, Felt classHash, Felt selector, int returned)
    {
        (int gasLeft, int syscallsEnd, int panic, int start, int end) = (returned, returned + 1, returned + 2, returned + 3, returned + 4);
        builder.Push(classHash);
        builder.AssertIndirect(Cell.Ap(-1), Argument(0), 0);
        builder.Push(selector);
        builder.AssertIndirect(Cell.Ap(-1), Argument(0), 1);

        builder.Push(Cell.Fp(CalldataStart));
        builder.Push(Cell.Fp(CalldataEnd));
        builder.PushSum(Argument(0), 2);
        builder.Call(OutputRoutines.Array);

        // [initial gas, gas used], where initial = left + used.
        builder.AssertIndirect(Cell.Fp(Gas), Cell.Ap(-1), 0);
        builder.AssertSum(Cell.Fp(Gas), Cell.Ap(), Cell.Fp(gasLeft), increment: true);
        builder.AssertIndirect(Cell.Ap(-1), Cell.Ap(-2), 1);
        builder.AssertIndirect(Cell.Fp(panic), Cell.Ap(-2), 2);
        builder.PushSum(Cell.Ap(-2), 3);

        builder.Push(Cell.Fp(start));
        builder.Push(Cell.Fp(end));
        builder.Push(Cell.Ap(-3));
        builder.Call(OutputRoutines.Array);

        builder.Push(Cell.Fp(Syscalls));
        builder.Push(Cell.Fp(syscallsEnd));
        builder.Push(Cell.Ap(-3));
        builder.Call(OutputRoutines.Transcript);
    }

    private static void ReturnBuiltins(ProgramBuilder builder, int[] used)
    {
        builder.Push(Cell.Ap(-1));
        for (int builtin = 1; builtin < Builtins.Length; builtin++)
        {
            int index = Array.IndexOf(used, builtin);
            builder.Push(index >= 0 ? Cell.Fp(Results + index) : Argument(builtin));
        }

        builder.Return();
    }

    private static Cell Argument(int builtin) => Cell.Fp(builtin - Builtins.Length - 2);
}
