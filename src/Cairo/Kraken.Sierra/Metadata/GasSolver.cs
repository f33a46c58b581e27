using System;
using System.Collections.Generic;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.Metadata;

/// <summary>
/// Solves the gas equations of one kind of wallet in linear time: the needed wallet of each statement from the end of the program
/// backwards, then once more with the excess that statements have anyway, then the amounts that withdrawals take and alignments burn.
/// </summary>
internal sealed class GasSolver<TWallet>
    where TWallet : struct, IWallet<TWallet>
{
    private readonly SierraRegistry registry;
    private readonly IGasPass<TWallet> pass;
    private readonly Dictionary<int, TWallet> enforced;
    private readonly TWallet[] wallets;
    private readonly Func<int, TWallet> walletAt;
    private TWallet[]? targets;

    private GasSolver(SierraRegistry registry, IGasPass<TWallet> pass, Dictionary<int, TWallet> enforced)
    {
        this.registry = registry;
        this.pass = pass;
        this.enforced = enforced;
        wallets = new TWallet[Count];
        walletAt = WalletAt;
    }

    private int Count => registry.Program.Statements.Count;

    /// <summary>Solves and stores the solution.</summary>
    /// <param name="registry">The program.</param>
    /// <param name="pass">The kind of gas.</param>
    /// <param name="enforced">Fixed wallets, by statement.</param>
    /// <param name="info">Receives the amounts and function costs.</param>
    public static void Solve(SierraRegistry registry, IGasPass<TWallet> pass, Dictionary<int, TWallet> enforced, GasInfo info)
    {
        GasSolver<TWallet> solver = new(registry, pass, enforced);
        int[] order = TopologicalOrder.ChildrenFirst(solver.Count, true, solver.AddDependencies);
        solver.ComputeWallets(order);
        solver.targets = solver.ComputeTargets();
        solver.ComputeWallets(order);
        foreach ((int statement, TWallet wallet) in enforced)
        {
            if (!solver.wallets[statement].Equals(wallet))
            {
                throw new SierraException(
                    SierraErrorKind.GasMetadata, "fixed cost of a function", statement, $"{wallet}", $"{solver.wallets[statement]}");
            }
        }

        for (int i = 0; i < solver.Count; i++)
        {
            solver.StoreAmounts(i, info);
        }

        for (int f = 0; f < registry.Program.Functions.Count; f++)
        {
            solver.WalletAt(registry.Program.Functions[f].EntryPoint).StoreFunction(info, f);
        }
    }

    private static TWallet Rectify(TWallet value) => TWallet.Max(value, default);

    private TWallet WalletAt(int statement) => enforced.TryGetValue(statement, out TWallet fixedWallet) ? fixedWallet : wallets[statement];

    private BranchCost CostOf(Statement statement, int branch) => registry.Libfuncs[statement.Libfunc].Branches[branch].Cost;

    private TWallet Requirement(int index, Statement statement, int branch) =>
        pass.Requirement(index, CostOf(statement, branch), statement.Branches[branch].Next(index), walletAt);

    private void AddDependencies(int index, List<int> children)
    {
        Statement statement = registry.Program.Statements[index];
        for (int b = 0; b < statement.Branches.Length; b++)
        {
            BranchCost cost = CostOf(statement, b);
            if (cost is { Kind: BranchCostKind.WithdrawGas, Success: true })
            {
                continue;
            }

            if (cost.Function >= 0)
            {
                AddOnce(children, registry.Program.Functions[cost.Function].EntryPoint);
            }

            AddOnce(children, statement.Branches[b].Next(index));
        }
    }

    private static void AddOnce(List<int> children, int child)
    {
        if (!children.Contains(child))
        {
            children.Add(child);
        }
    }

    private void ComputeWallets(int[] order)
    {
        foreach (int index in order)
        {
            wallets[index] = NeededWallet(index);
        }
    }

    private TWallet NeededWallet(int index)
    {
        Statement statement = registry.Program.Statements[index];
        int branches = statement.Branches.Length;
        if (branches == 0)
        {
            return default;
        }

        TWallet needed = Rectify(Requirement(index, statement, 0));
        for (int b = 1; b < branches; b++)
        {
            needed = TWallet.Max(needed, Rectify(Requirement(index, statement, b)));
        }

        bool adjustable = branches > 1 || CostOf(statement, 0).Kind == BranchCostKind.RedepositGas;
        return adjustable && targets is not null ? TWallet.Max(needed, targets[index]) : needed;
    }

    private TWallet[] ComputeTargets()
    {
        int[] order = TopologicalOrder.ChildrenFirst(Count, false, AddTargets);
        TWallet?[] excess = new TWallet?[Count];
        bool[] settled = new bool[Count];
        for (int i = order.Length - 1; i >= 0; i--)
        {
            PropagateExcess(order[i], excess, settled);
        }

        TWallet[] result = new TWallet[Count];
        for (int i = 0; i < Count; i++)
        {
            result[i] = TWallet.Add(wallets[i], excess[i] ?? default);
        }

        return result;
    }

    private void AddTargets(int index, List<int> children)
    {
        foreach (StatementBranch branch in registry.Program.Statements[index].Branches)
        {
            children.Add(branch.Next(index));
        }
    }

    private void PropagateExcess(int index, TWallet?[] excess, bool[] settled)
    {
        if (enforced.TryGetValue(index, out TWallet fixedWallet))
        {
            excess[index] = Rectify(TWallet.Subtract(fixedWallet, wallets[index]));
        }

        settled[index] = true;
        Statement statement = registry.Program.Statements[index];
        for (int b = 0; b < statement.Branches.Length; b++)
        {
            int next = statement.Branches[b].Next(index);
            if (settled[next])
            {
                return;
            }

            TWallet onBranch = ExcessOnBranch(index, statement, b, next, excess[index] ?? default);
            excess[next] = excess[next] is { } other ? TWallet.Min(other, onBranch) : onBranch;
        }
    }

    private TWallet ExcessOnBranch(int index, Statement statement, int branch, int next, TWallet excess)
    {
        BranchCost cost = CostOf(statement, branch);
        if (cost.Kind == BranchCostKind.RedepositGas)
        {
            return default;
        }

        if (cost is { Kind: BranchCostKind.WithdrawGas, Success: true })
        {
            return Rectify(TWallet.Subtract(excess, pass.Withdrawal(index, cost, wallets[index], WalletAt(next))));
        }

        bool gains = statement.Branches.Length > 1 || cost.Kind == BranchCostKind.FunctionRefund;
        return gains ? TWallet.Add(excess, Rectify(TWallet.Subtract(wallets[index], Requirement(index, statement, branch)))) : excess;
    }

    private void StoreAmounts(int index, GasInfo info)
    {
        Statement statement = registry.Program.Statements[index];
        TWallet wallet = WalletAt(index);
        for (int b = 0; b < statement.Branches.Length; b++)
        {
            BranchCost cost = CostOf(statement, b);
            int next = statement.Branches[b].Next(index);
            if (cost is { Kind: BranchCostKind.WithdrawGas, Success: true })
            {
                TWallet withdrawal = pass.Withdrawal(index, cost, wallet, WalletAt(next));
                withdrawal.Store(info, index, static v => Math.Max(v, 0));
                withdrawal.Store(info, next, static v => Math.Max(-v, 0));
            }
            else if (cost.Kind == BranchCostKind.GetUnspentGas)
            {
                wallet.Store(info, index, static v => v);
            }
            else if (cost.Kind is BranchCostKind.RedepositGas or BranchCostKind.FunctionRefund)
            {
                TWallet.Subtract(wallet, Requirement(index, statement, b)).Store(info, index, static v => v);
            }
            else if (statement.Branches.Length > 1)
            {
                TWallet.Subtract(wallet, Requirement(index, statement, b)).Store(info, next, static v => v);
            }
        }
    }
}
