using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Values;

/// <summary>
/// Runs a function of a program with values that people write. Numbers are decimal or 0x-hexadecimal text; arrays, spans and structs are
/// lists; an enum is a list of its variant's number and its value; a null nullable is null. Parameters and results without content, such as
/// builtins, are left out.
/// </summary>
public static class NativeFunction
{
    private const long StackBytes = 8 << 20;

    /// <summary>Runs a function.</summary>
    /// <param name="registry">What it was compiled from.</param>
    /// <param name="function">The function's number in the program.</param>
    /// <param name="arguments">One for each parameter with content.</param>
    /// <param name="gas">The gas that a function with a gas counter gets.</param>
    /// <param name="prices">The gas of each token that is priced at run time, as the table behind compiled code has them.</param>
    /// <exception cref="FormatException">An argument is missing, too many or no value of its type.</exception>
    /// <exception cref="NotNativeException">A parameter's values cannot be written.</exception>
    /// <exception cref="NativeLimitException">The run takes more stack or memory than there is.</exception>
    /// <exception cref="NotSupportedException">The function makes a system call.</exception>
    public static NativeFunctionResult Run(
        NativeProgram program,
        SierraRegistry registry,
        int function,
        IReadOnlyList<JsonNode?> arguments,
        ulong gas,
        ImmutableArray<long> prices)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(arguments);
        SierraFunction called = registry.Program.Functions[function];
        LayoutTable layouts = new(registry.Types);
        using NativeContext context = new();
        context.Reset(prices);
        context.Gas = (long)Math.Min(gas, NativeMachine.MaxGas);
        context.Host = new NoHost();
        int[] taken = [.. called.Parameters.Select(parameter => parameter.Type).Where(type => layouts[type].Words > 0)];
        if (taken.Length != arguments.Count)
        {
            string types = string.Join(", ", taken.Select(type => registry.Types[type].GenericId));
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"{called.Name}: expected {taken.Length} arguments ({types}), got {arguments.Count}"));
        }

        ValueWriter writer = new(registry.Types, layouts, context);
        ulong[] words = [.. taken.SelectMany((type, i) => writer.ToWords(i + 1, type, arguments[i]))];
        words.CopyTo(context.Words(NativeContext.ExchangePlace, words.Length));
        context.AllowStack(StackBytes);
        program.Run(function, context);
        ValueReader reader = new(registry.Types, layouts, context);
        List<JsonNode?> results = [];
        int place = NativeContext.ExchangePlace;
        foreach (int type in called.ReturnTypes.Where(type => layouts[type].Words > 0))
        {
            results.Add(reader.ToJson(type, context.Words(place, layouts[type].Words).ToArray()));
            place += layouts[type].Words;
        }

        return new NativeFunctionResult(results, (ulong)context.Gas, context.Usage);
    }

    private sealed class NoHost : INativeHost
    {
        public void Poll()
        {
        }

        public void Reserve(long bytes)
        {
        }

        public void SystemCall(NativeCall call) =>
            throw new NotSupportedException($"the function makes the system call {call.Name}, which only a chain answers");
    }
}
