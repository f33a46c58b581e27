using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Abi;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Chain;

/// <summary>
/// Reads calls and events of one page by the classes that contracts had after one block; each contract is asked for once.
/// </summary>
internal sealed class CallDecoder(ClassCatalog classes, BlockId block)
{
    /// <summary>The most calls, and the most events, that are read of a transaction.</summary>
    public const int MaxRead = 200;

    // A class may be megabytes long.
    private const int MaxContracts = 64;

    private readonly Dictionary<Felt, ContractAbi> contracts = [];
    private readonly DecodingBudget budget = new();

    /// <summary>
    /// The first <see cref="MaxRead"/> calls that a transaction makes: those of an account's calldata, the handler of an L1 message; none
    /// where the calldata is no list of calls.
    /// </summary>
    public async Task<IReadOnlyList<DecodedCall>> CallsAsync(Transaction transaction, CancellationToken cancellation)
    {
        List<DecodedCall> decoded = [];
        foreach (SerialisedCall call in CallsOf(transaction).Take(MaxRead))
        {
            decoded.Add(
                Call(call.Contract, call.Selector, call.Calldata, await AbiAtAsync(call.Contract, cancellation).ConfigureAwait(false)));
        }

        return decoded;
    }

    /// <summary>The constructor's arguments of a deployed account; null for other transactions.</summary>
    public async Task<IReadOnlyList<NamedText>?> ConstructorAsync(Transaction transaction, CancellationToken cancellation)
    {
        if (transaction is not DeployAccountTransaction deploy)
        {
            return null;
        }

        ContractAbi abi = await AbiOfAsync(deploy.ClassHash, cancellation).ConfigureAwait(false);
        AbiFunction constructor = abi.Functions.FirstOrDefault(function => function.Name == "constructor")
            ?? new AbiFunction("constructor", [], [], false);
        return DecodedCall.ArgumentsOf(constructor, deploy.ConstructorCalldata, abi, budget);
    }

    /// <summary>Reads the first <see cref="MaxRead"/> events by the ABIs of the emitting contracts.</summary>
    public async Task<IReadOnlyList<DecodedEvent>> EventsAsync(IEnumerable<ContractEvent> events, CancellationToken cancellation)
    {
        List<DecodedEvent> decoded = [];
        foreach (ContractEvent happened in events.Take(MaxRead))
        {
            decoded.Add(DecodedEvent.Of(happened, await AbiAtAsync(happened.FromAddress, cancellation).ConfigureAwait(false), budget));
        }

        return decoded;
    }

    /// <summary>Reads a call. Where its own ABI does not name the function, another class may.</summary>
    public DecodedCall Call(Felt contract, Felt selector, IReadOnlyList<Felt> calldata, ContractAbi abi)
    {
        DecodedCall decoded = DecodedCall.Of(contract, selector, calldata, abi, budget);
        return abi.Function(selector) is null && classes.NameOf(selector) is { } name
            ? decoded with { Function = ForeignText.Name(name) }
            : decoded;
    }

    /// <summary>Reads what a call returned.</summary>
    public string Result(Felt selector, IReadOnlyList<Felt> result, ContractAbi abi) => DecodedCall.Result(selector, result, abi, budget);

    /// <summary>The ABI of a class; an empty one when it is unknown.</summary>
    public async Task<ContractAbi> AbiOfAsync(Felt classHash, CancellationToken cancellation) =>
        (await classes.ClassAsync(classHash, cancellation).ConfigureAwait(false))?.Abi ?? ContractAbi.Empty;

    /// <summary>The calls in a transaction's calldata.</summary>
    public static IReadOnlyList<SerialisedCall> CallsOf(Transaction transaction) => transaction switch
    {
        InvokeTransaction invoke => SerialisedCall.TryParse(invoke.Calldata.AsSpan()) ?? [],
        L1HandlerTransaction handler => [new SerialisedCall(handler.ContractAddress, handler.EntryPointSelector, handler.Calldata)],
        _ => [],
    };

    private async Task<ContractAbi> AbiAtAsync(Felt contract, CancellationToken cancellation)
    {
        if (!contracts.TryGetValue(contract, out ContractAbi? abi))
        {
            if (contracts.Count == MaxContracts)
            {
                return ContractAbi.Empty;
            }

            abi = (await classes.ClassAtAsync(block, contract, cancellation).ConfigureAwait(false))?.Abi ?? ContractAbi.Empty;
            contracts[contract] = abi;
        }

        return abi;
    }
}
