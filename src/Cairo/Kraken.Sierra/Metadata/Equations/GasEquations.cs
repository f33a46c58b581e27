using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>
/// The gas of a token as equations over the whole program, as compilers solved it for classes before Sierra 1.4.0: on each path the costs
/// of the statements and of what follows are equal. Functions and full withdrawals are to be cheap first, then withdrawals, then burnt gas.
/// </summary>
internal sealed class GasEquations
{
    private readonly SierraRegistry registry;
    private readonly GasInfo gas;
    private readonly CostToken token;
    private readonly int[] alignments;
    private readonly EquationSystem system = new();
    private readonly HashSet<int> freeEntries;
    private readonly LinearExpression?[] future;

    private GasEquations(SierraRegistry registry, GasInfo gas, CostToken token, int[] alignments, IReadOnlyDictionary<int, long> fixedCosts)
    {
        this.registry = registry;
        this.gas = gas;
        this.token = token;
        this.alignments = alignments;
        future = new LinearExpression?[Program.Statements.Count];
        freeEntries = [.. Enumerable.Range(0, Program.Functions.Count)
            .Where(f => !fixedCosts.ContainsKey(f)).Select(f => Program.Functions[f].EntryPoint)];
    }

    private SierraProgram Program => registry.Program;

    /// <summary>Solves the tokens that are priced at run time and stores the solution.</summary>
    /// <param name="registry">The program.</param>
    /// <param name="fixedCosts">The total gas of functions whose cost is fixed; they have none for tokens.</param>
    /// <param name="gas">Receives the amounts and function costs.</param>
    public static void SolveTokens(SierraRegistry registry, IReadOnlyDictionary<int, long> fixedCosts, GasInfo gas)
    {
        foreach (CostToken token in CostTokens.PreCosts)
        {
            Solve(new GasEquations(registry, gas, token, [], fixedCosts), fixedCosts);
        }
    }

    /// <summary>Solves the gas known at compile time and stores the solution.</summary>
    /// <param name="registry">The program.</param>
    /// <param name="alignments">The alignments of ap, which cost gas.</param>
    /// <param name="fixedCosts">The total gas of functions whose cost is fixed.</param>
    /// <param name="gas">Holds the token usages and receives the amounts and function costs.</param>
    public static void SolveConst(SierraRegistry registry, int[] alignments, IReadOnlyDictionary<int, long> fixedCosts, GasInfo gas) =>
        Solve(new GasEquations(registry, gas, CostToken.Const, alignments, fixedCosts), fixedCosts);

    private static void Solve(GasEquations equations, IReadOnlyDictionary<int, long> fixedCosts)
    {
        equations.Build(fixedCosts);
        equations.Store(LinearProgram.Solve(equations.system)
            ?? throw new SierraException(SierraErrorKind.GasMetadata, "the gas equations have no solution"));
    }

    private void Build(IReadOnlyDictionary<int, long> fixedCosts)
    {
        foreach (SierraFunction function in Program.Functions)
        {
            Future(function.EntryPoint);
        }

        int[] order = TopologicalOrder.ChildrenFirst(future.Length, false, (index, children) =>
        {
            foreach (StatementBranch branch in Program.Statements[index].Branches)
            {
                children.Add(branch.Next(index));
            }
        });
        foreach (int index in order)
        {
            AddStatement(index);
        }

        foreach ((int function, long cost) in fixedCosts)
        {
            system.Equate(Total(Program.Functions[function].EntryPoint), LinearExpression.Of(token == CostToken.Const ? cost : 0));
        }
    }

    private void AddStatement(int index)
    {
        Statement statement = Program.Statements[index];
        if (statement.IsReturn)
        {
            SetOrEquate(index, LinearExpression.Zero);
            return;
        }

        IReadOnlyList<LibfuncBranch> branches = registry.Libfuncs[statement.Libfunc].Branches;
        for (int b = 0; b < branches.Count; b++)
        {
            LinearExpression cost = token == CostToken.Const ? Gas(index, branches[b].Cost) : TokenCost(index, branches[b].Cost);
            SetOrEquate(index, system.Add(cost, Future(statement.Branches[b].Next(index))));
        }
    }

    private LinearExpression TokenCost(int index, BranchCost cost) => cost.Kind switch
    {
        BranchCostKind.Regular => LinearExpression.Of(cost.Tokens.Of(token)),
        BranchCostKind.FunctionCall => Future(Program.Functions[cost.Function].EntryPoint),
        BranchCostKind.BranchAlign => Amount(index, 2),
        BranchCostKind.WithdrawGas when cost is { Success: true, WithPriceTable: true } => LinearExpression.Zero - Amount(index, 0),
        BranchCostKind.RedepositGas => Amount(index, EquationSystem.Unranked),
        _ => LinearExpression.Zero,
    };

    private LinearExpression Gas(int index, BranchCost cost) => cost.Kind switch
    {
        BranchCostKind.Regular => LinearExpression.Of(cost.Const.Gas),
        BranchCostKind.FunctionCall => Future(Program.Functions[cost.Function].EntryPoint) + LinearExpression.Of(cost.Const.Gas),
        BranchCostKind.FunctionRefund => LinearExpression.Zero,
        BranchCostKind.BranchAlign =>
            Amount(index, 2) + LinearExpression.Of(alignments[index] == 0 ? 0 : new ConstCost(1, alignments[index]).Gas),
        BranchCostKind.WithdrawGas =>
            cost.Success ? Withdrawal(index, cost) - Amount(index, cost.WithPriceTable ? 0 : 1) : Withdrawal(index, cost),
        BranchCostKind.RedepositGas =>
            Amount(index, EquationSystem.Unranked) + LinearExpression.Of(new ConstCost(gas.PriceComputationSteps(index, false)).Gas),
        _ => LinearExpression.Of(new ConstCost(gas.PriceComputationSteps(index, false)).Gas),
    };

    private LinearExpression Withdrawal(int index, BranchCost cost) =>
        LinearExpression.Of(gas.WithdrawalCost(index, cost.Success, cost.WithPriceTable).Gas);

    private LinearExpression Amount(int index, int rank) => system.Variable(true, index, rank);

    private LinearExpression Total(int index) => system.Variable(false, index, freeEntries.Contains(index) ? 0 : EquationSystem.Unranked);

    private LinearExpression Future(int index) => future[index] ??= Total(index);

    private void SetOrEquate(int index, LinearExpression cost)
    {
        if (future[index] is { } known)
        {
            system.Equate(known, cost);
        }
        else
        {
            future[index] = cost;
        }
    }

    private void Store(long?[] solution)
    {
        foreach (((bool isImplicit, int index), int variable) in system.Variables)
        {
            if (isImplicit && solution[variable] is { } amount)
            {
                gas.Set(index, token, amount);
            }
        }

        for (int f = 0; f < Program.Functions.Count; f++)
        {
            if (system.Variables.TryGetValue((false, Program.Functions[f].EntryPoint), out int variable))
            {
                gas.SetFunctionCost(f, token, solution[variable] ?? 0);
            }
        }

        for (int i = 0; i < Program.Statements.Count; i++)
        {
            if (HasNoAmount(Program.Statements[i]))
            {
                gas.Set(i, token, 0);
            }
        }
    }

    // Refunds give nothing back, and withdrawals without the price table take no tokens.
    private bool HasNoAmount(Statement statement) =>
        !statement.IsReturn
        && registry.Libfuncs[statement.Libfunc].Branches is [{ Cost: var cost }, ..]
        && (cost.Kind == BranchCostKind.FunctionRefund
            || (token != CostToken.Const && cost is { Kind: BranchCostKind.WithdrawGas, WithPriceTable: false }));
}
