using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kraken.Casm.Classes;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Syscalls;

/// <summary>
/// Each system call that an allowed library function makes, on both engines. That it was made shows by the gas, which is more where the
/// call is dearer.
/// </summary>
public sealed class EverySystemCallTests
{
    private const ulong Gas = 1_000_000_000;

    private static readonly Felt Machine = 0x6464;
    private static readonly Felt MachineClass = 0xd3;
    private static readonly Lazy<ClassRegistry> OnMachine = new(() => Classes(native: false));
    private static readonly Lazy<ClassRegistry> InCode = new(() => Classes(native: true));

    // The x of the curves' generators, low half first.
    private static readonly Felt[] GeneratorOfK1 =
        [Felt.Parse("0x29bfcdb2dce28d959f2815b16f81798"), Felt.Parse("0x79be667ef9dcbbac55a06295ce870b07")];

    private static readonly Felt[] GeneratorOfR1 =
        [Felt.Parse("0x77037d812deb33a0f4a13945d898c296"), Felt.Parse("0x6b17d1f2e12c4247f8bce6e563a440f2")];

    private static readonly Dictionary<string, (string Function, Felt[] Calldata)> Calls = new()
    {
        ["call_contract_syscall"] = Script(PuppetPair.Call(PuppetPair.Second)),
        ["library_call_syscall"] = Script(4, PuppetPair.Class, PuppetPair.Run, 1, 0),
        ["deploy_syscall"] = Script(8, PuppetPair.Class, 1, 0, 1, 0),
        ["emit_event_syscall"] = Script(6, 1, 5, 1, 6),
        ["get_block_hash_syscall"] = Script(12, 20),
        ["get_class_hash_at_syscall"] = Script(14, PuppetPair.Second),
        ["get_execution_info_syscall"] = Script(17),
        ["get_execution_info_v2_syscall"] = Script(18),
        ["get_execution_info_v3_syscall"] = Script(19),
        ["keccak_syscall"] = Script([22, 17, .. new Felt[17]]),
        ["meta_tx_v0_syscall"] = Script(20, PuppetPair.Account, Selector.FromName("__execute__"), 1, 0, 0),
        ["replace_class_syscall"] = Script(10, PuppetPair.Class),
        ["send_message_to_l1_syscall"] = Script(7, 0x123, 1, 5),
        ["storage_read_syscall"] = Script(0, 5),
        ["storage_write_syscall"] = Script(1, 5, 6),
        ["sha256_process_block_syscall"] = ("sha256", [0, Felt.FromShortString("abc"), 3]),
        ["sha512_process_block_syscall"] = ("sha512", [0, Felt.FromShortString("abc"), 3]),
        ["secp256k1_new_syscall"] = ("koblitz_new", [0, 0, 0, 0]),
        ["secp256k1_add_syscall"] = ("koblitz", [3, 0, .. GeneratorOfK1, 0]),
        ["secp256k1_mul_syscall"] = ("koblitz", [3, 0, .. GeneratorOfK1, 0]),
        ["secp256k1_get_point_from_x_syscall"] = ("koblitz", [3, 0, .. GeneratorOfK1, 0]),
        ["secp256k1_get_xy_syscall"] = ("koblitz", [3, 0, .. GeneratorOfK1, 0]),
        ["secp256r1_new_syscall"] = ("random_curve_new", [0, 0, 0, 0]),
        ["secp256r1_add_syscall"] = ("random_curve", [3, 0, .. GeneratorOfR1, 1]),
        ["secp256r1_mul_syscall"] = ("random_curve", [3, 0, .. GeneratorOfR1, 1]),
        ["secp256r1_get_point_from_x_syscall"] = ("random_curve", [3, 0, .. GeneratorOfR1, 1]),
        ["secp256r1_get_xy_syscall"] = ("random_curve", [3, 0, .. GeneratorOfR1, 1]),
    };

    /// <summary>The system calls of the published list of allowed library functions.</summary>
    public static TheoryData<string> Allowed
    {
        get
        {
            using JsonDocument list = RepositoryData.Json("cairo", "libfunc_lists", "audited.json");
            return [.. list.RootElement.GetProperty("allowed_libfuncs").EnumerateObject()
                .Select(item => item.Name).Where(name => name.EndsWith("_syscall", StringComparison.Ordinal))];
        }
    }

    [Fact]
    public void TheListIsWhole() => Assert.Equal(Calls.Keys.Order(), Allowed.Select(row => row.Data).Order());

    [Theory]
    [MemberData(nameof(Allowed))]
    public void ItIsMadeOnBothEngines(string name)
    {
        SyscallSelector selector = SelectorOf(name);
        VersionedConstants usual = OwnChain.Context(30).Constants;
        VersionedConstants dear = Dearer(selector);
        Assert.True(dear.Gas.Of(selector).Base > usual.Gas.Of(selector).Base);
        ulong[] gas = [.. ((VersionedConstants[])[usual, dear]).Select(constants =>
        {
            CallInfo machine = Make(name, constants, OnMachine.Value);
            CallInfo native = Make(name, constants, InCode.Value);
            Assert.False(machine.Failed, string.Join(' ', machine.Retdata));
            Assert.Equal(machine.Retdata, native.Retdata);
            Assert.Equal(machine.GasConsumed, native.GasConsumed);
            Assert.Equal(Text(machine), Text(native));
            return machine.GasConsumed;
        })];
        ulong more = dear.Gas.Of(selector).Base - usual.Gas.Of(selector).Base;
        Assert.InRange(gas[1] - gas[0], more, 100 * more);
        Assert.Equal(0ul, (gas[1] - gas[0]) % more);
    }

    [Fact]
    public void WithoutAPriceThereIsNoSha512()
    {
        VersionedConstants old = VersionedConstants.ForVersion("0.14.2")!;
        EntryPointException failure = Assert.Throws<EntryPointException>(
            () => Make("sha512_process_block_syscall", old, OnMachine.Value));
        Assert.Contains("Unsupported syscall selector Sha512ProcessBlock.", $"{failure.Error}", StringComparison.Ordinal);
    }

    private static CallInfo Make(string name, VersionedConstants constants, ClassRegistry classes)
    {
        (string function, Felt[] calldata) = Calls[name];
        JournaledState state = PuppetPair.Genesis();
        state.SetCompiledClassHash(MachineClass, Felt.One);
        state.SetClassHash(Machine, MachineClass);
        CallContext context = new(
            OwnChain.Context(30) with { Constants = constants }, new TransactionInfo(), state, classes, ExecutionMode.Execute,
            limitSteps: false, Gas, new UsageMeter(), budget: null);
        CallRequest request = new()
        {
            Kind = EntryPointType.External,
            Selector = Selector.FromName(function),
            Calldata = calldata,
            StorageAddress = function == "run" ? PuppetPair.First : Machine,
            CallerAddress = default,
            InitialGas = Gas,
        };
        ulong gas = Gas;
        return EntryPointCaller.Execute(context, request, null, ref gas);
    }

    private static string Text(CallInfo call) => string.Join(
        '\n',
        call.SelfAndInner().Select(inner => $"{inner.ClassHash} {inner.Request.Selector} {inner.GasConsumed} {inner.Failed} "
            + $"[{string.Join(' ', inner.Retdata)}] {inner.Events.Count} {inner.Messages.Count}"));

    // A call of a thousand steps more.
    private static VersionedConstants Dearer(SyscallSelector selector)
    {
        string version = OwnChain.Genesis.StarknetVersion.Replace('.', '_');
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(
            RepositoryData.PathOf("starknet", "versioned-constants", $"blockifier_versioned_constants_{version}.json")))!;
        JsonNode call = root["os_resources"]!["execute_syscalls"]![selector.ToString()]!;
        JsonNode constant = call["constant"] ?? call;
        constant["n_steps"] = constant["n_steps"]!.GetValue<int>() + 1_000;
        Assert.True(
            VersionedConstants.TryParse(Encoding.UTF8.GetBytes(root.ToJsonString()), out VersionedConstants? constants, out string? error),
            error);
        return constants;
    }

    private static SyscallSelector SelectorOf(string name) => Enum.Parse<SyscallSelector>(
        name[..^"_syscall".Length].Replace("info_v2", "info", StringComparison.Ordinal).Replace("info_v3", "info", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal),
        ignoreCase: true);

    private static (string Function, Felt[] Calldata) Script(params Felt[] script) => ("run", PuppetPair.List(script));

    private static ClassRegistry Classes(bool native)
    {
        ClassRegistry classes = PuppetPair.Classes(native);
        classes.Add(MachineClass, PuppetPair.Load("machine", native));
        return classes;
    }
}
