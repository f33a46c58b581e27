using System;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Accounts;

/// <summary>What the transactions of each kind do.</summary>
/// <param name="demo">The address of the demo contract.</param>
/// <param name="size">The argument of fib and fact.</param>
/// <param name="recipient">Who gets the transfers.</param>
internal sealed class TransactionContent(Felt demo, uint size, Felt recipient)
{
    private const ulong L1Gas = 10_000;
    private const ulong MaxPrice = 100_000_000_000;

    // Generous bounds: what is not used is not charged.
    private static readonly ResourceBoundsMapping Bounds = BoundsOf(1_000_000_000);

    // A new account needs the balance that its bounds could cost: 10 STRK and a little.
    private static readonly ResourceBoundsMapping DeploymentBounds = BoundsOf(100_000_000);

    private static readonly Felt Transfer = Selector.FromName("transfer");
    private static readonly Felt Fibonacci = Selector.FromName("fib");
    private static readonly Felt Factorial = Selector.FromName("fact");
    private static readonly Felt Mint = Selector.FromName("permissioned_mint");
    private static readonly Felt Deploy = Selector.FromName("deploy_contract");

    // More than the whole supply.
    private static readonly Felt TooMuch = (Felt)UInt128.MaxValue;

    /// <summary>An account's invoke of a kind at nonce 0, without hash and signature.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is no invoke.</exception>
    public InvokeTransaction MakeInvoke(LoadKind kind, Felt sender) => Invoke(
        sender,
        0,
        kind switch
        {
            LoadKind.Transfer => [1, WellKnownAddresses.FeeToken, Transfer, 3, recipient, 1, 0],
            LoadKind.Failing => [1, WellKnownAddresses.FeeToken, Transfer, 3, recipient, TooMuch, 0],
            LoadKind.Fibonacci => [1, demo, Fibonacci, 1, (ulong)size],
            LoadKind.Factorial => [1, demo, Factorial, 1, (ulong)size],
            LoadKind.Mint => [1, TokenOf(sender), Mint, 3, sender, 1, 0],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind that an account sends by its nonces"),
        });

    /// <summary>An invoke without hash and signature.</summary>
    public static InvokeTransaction Invoke(Felt sender, ulong nonce, ReadOnlySpan<Felt> calldata) => new()
    {
        SenderAddress = sender,
        Nonce = nonce,
        Calldata = [.. calldata],
        ResourceBounds = Bounds,
    };

    /// <summary>The deployment of an account of the chain's own class, without hash and signature.</summary>
    public static SubmittedTransaction MakeDeployment(Felt publicKey) => new(new DeployAccountTransaction
    {
        Nonce = 0,
        ClassHash = ChainContracts.Account.ClassHash,
        ContractAddressSalt = publicKey,
        ConstructorCalldata = [publicKey],
        ContractAddress = LoadAccounts.AddressOf(publicKey),
        ResourceBounds = DeploymentBounds,
    });

    /// <summary>Transfers of the fee token to each of some addresses, as the calldata of one transaction.</summary>
    public static ImmutableArray<Felt> Transfers(ReadOnlySpan<Felt> recipients, UInt128 amount)
    {
        ImmutableArray<Felt>.Builder calldata = ImmutableArray.CreateBuilder<Felt>();
        calldata.Add((ulong)recipients.Length);
        foreach (Felt to in recipients)
        {
            calldata.AddRange((ReadOnlySpan<Felt>)[WellKnownAddresses.FeeToken, Transfer, 3, to, (Felt)amount, 0]);
        }

        return calldata.DrainToImmutable();
    }

    /// <summary>The deployment of the token whose minter an account is, as calldata.</summary>
    public static ImmutableArray<Felt> TokenDeployment(Felt minter)
    {
        ImmutableArray<Felt> arguments = TokenArguments(minter);
        return
        [
            1, WellKnownAddresses.UniversalDeployer, Deploy, (ulong)arguments.Length + 4,
            ChainContracts.FeeToken.ClassHash, minter, 0, (ulong)arguments.Length, .. arguments,
        ];
    }

    /// <summary>Where the token stands whose minter an account is.</summary>
    public static Felt TokenOf(Felt minter) =>
        ContractAddresses.Compute(Felt.Zero, minter, ChainContracts.FeeToken.ClassHash, TokenArguments(minter).AsSpan());

    // Name, symbol, decimals, supply of two felts, its holder, the minter.
    private static ImmutableArray<Felt> TokenArguments(Felt minter) =>
        [Felt.FromShortString("Load"), Felt.FromShortString("LOAD"), 18, 0, 0, minter, minter];

    /// <summary>The declaration of a class that nobody else declares, without hash and signature.</summary>
    public static SubmittedTransaction MakeDeclare(Felt sender, ulong nonce)
    {
        // The ABI is part of the class hash and not of the compiled class: a struct that no other class has makes a new class.
        SierraClass demo = ChainContracts.Demo.Class;
        string name = string.Create(CultureInfo.InvariantCulture, $"load::of_{sender}_{nonce}");
        string mark = $$""",{"type":"struct","name":"{{name}}","members":[]}]""";
        SierraClass declared = demo with { Abi = demo.Abi[..demo.Abi.LastIndexOf(']')] + mark };
        DeclareTransaction transaction = new()
        {
            SenderAddress = sender,
            Nonce = nonce,
            ClassHash = ClassHash.Compute(declared),
            CompiledClassHash = ChainContracts.Demo.CompiledClassHash,
            ResourceBounds = Bounds,
        };
        return new SubmittedTransaction(transaction, declared);
    }

    private static ResourceBoundsMapping BoundsOf(ulong l2Gas) =>
        new(new ResourceBounds(L1Gas, MaxPrice), new ResourceBounds(l2Gas, MaxPrice), new ResourceBounds(L1Gas, MaxPrice));
}
