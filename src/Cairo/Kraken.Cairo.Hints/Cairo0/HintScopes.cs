using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Kraken.Cairo.Vm.Errors;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>The stack of Python scopes. A hint sees the variables of the top scope only.</summary>
public sealed class HintScopes
{
    /// <summary>The most scopes within one another: a loop that enters one each time would fill the memory before its steps end.</summary>
    public const int MostScopes = 1 << 18;

    private readonly Stack<Dictionary<string, object>> scopes = new([[]]);

    internal HintScopes()
    {
    }

    /// <summary>How many there are, the first included.</summary>
    public int Count => scopes.Count;

    /// <summary>Only the first scope is left.</summary>
    public bool AtMain => scopes.Count == 1;

    /// <summary>vm_enter_scope with variables.</summary>
    /// <exception cref="HintException">There are <see cref="MostScopes"/> already.</exception>
    public void Enter(params (string Name, object Value)[] variables)
    {
        if (scopes.Count >= MostScopes)
        {
            throw new HintException("EnterScopeError", $"Cannot enter a scope within {MostScopes} others.");
        }

        var scope = new Dictionary<string, object>();
        foreach ((string name, object value) in variables)
        {
            scope[name] = value;
        }

        scopes.Push(scope);
    }

    /// <summary>vm_exit_scope.</summary>
    public void Exit()
    {
        if (AtMain)
        {
            throw new HintException("FromScopeError", "Cannot exit main scope.");
        }

        scopes.Pop();
    }

    /// <summary>Sets a variable of the top scope.</summary>
    public void Set(string name, object value) => scopes.Peek()[name] = value;

    /// <summary>Deletes a variable of the top scope.</summary>
    public void Remove(string name) => scopes.Peek().Remove(name);

    /// <summary>A variable of the top scope, if it is there.</summary>
    public bool TryGet<T>(string name, [NotNullWhen(true)] out T? value)
    {
        bool isThere = scopes.Peek().TryGetValue(name, out object? found) && found is T;
        value = isThere ? (T)found! : default;
        return isThere;
    }

    /// <summary>A variable of the top scope.</summary>
    public T Get<T>(string name) => scopes.Peek().TryGetValue(name, out object? found) && found is T typed
        ? typed
        : throw new HintException("VariableNotInScopeError", $"Variable {name} not present in current execution scope");
}
