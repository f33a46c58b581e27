using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>Reads the JSON of a compiled Cairo 0 program. Any input is allowed; the result is a program or an error.</summary>
public static class CairoProgramReader
{
    private const string Prime = "0x800000000000011000000000000000000000000000000000000000000000001";
    private const int MaxSize = 1 << 28;

    /// <summary>Reads a program.</summary>
    /// <returns>False with <paramref name="error"/> set when it is malformed.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out CairoProgram? program,
        [NotNullWhen(false)] out ProgramError? error)
    {
        program = null;
        error = null;
        if (json.Length > MaxSize)
        {
            error = new ProgramError("program", $"at most {MaxSize} bytes", json.Length.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            program = Program(new ProgramField(document.RootElement, "program"));
            return true;
        }
        catch (JsonException e)
        {
            error = new ProgramError("program", "JSON", e.Message);
        }
        catch (ProgramFieldException e)
        {
            error = e.Error;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // Half a surrogate pair, or a number that no field takes.
            error = new ProgramError("program", "texts and numbers that can be read", e.Message);
        }

        return false;
    }

    private static CairoProgram Program(ProgramField root)
    {
        ProgramField prime = root["prime"];
        if (prime.Text() != Prime)
        {
            throw prime.Refuse(Prime);
        }

        var data = new List<Felt>();
        foreach (ProgramField word in root["data"].Items())
        {
            data.Add(word.Felt());
        }

        return new CairoProgram(
            [.. data], Builtins(root["builtins"]), Hints(root["hints"], data.Count), References(root), Identifiers(root["identifiers"]));
    }

    private static List<BuiltinName> Builtins(ProgramField field)
    {
        var builtins = new List<BuiltinName>();
        foreach (ProgramField item in field.Items())
        {
            if (!BuiltinNames.TryParse(item.Text(), out BuiltinName name))
            {
                throw item.Refuse("a builtin");
            }

            builtins.Add(name);
        }

        return builtins;
    }

    private static List<ProgramHint> Hints(ProgramField field, int size)
    {
        var hints = new List<ProgramHint>();
        foreach ((string key, ProgramField list) in field.Members())
        {
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int pc) || pc >= size)
            {
                throw list.Refuse($"a pc below {size} as the key");
            }

            foreach (ProgramField hint in list.Items())
            {
                hints.Add(Hint(pc, hint));
            }
        }

        return hints;
    }

    private static ProgramHint Hint(int pc, ProgramField hint)
    {
        var scopes = new List<string>();
        foreach (ProgramField scope in hint["accessible_scopes"].Items())
        {
            scopes.Add(scope.Text());
        }

        ProgramField flow = hint["flow_tracking_data"];
        var references = new Dictionary<string, int>();
        foreach ((string name, ProgramField id) in flow["reference_ids"].Members())
        {
            references[name] = id.Integer();
        }

        return new ProgramHint(pc, hint["code"].Text(), scopes, Tracking(flow["ap_tracking"]), references);
    }

    private static List<ProgramReference> References(ProgramField root)
    {
        var references = new List<ProgramReference>();
        foreach (ProgramField reference in root["reference_manager"]["references"].Items())
        {
            references.Add(new ProgramReference(reference["value"].Text(), Tracking(reference["ap_tracking_data"])));
        }

        return references;
    }

    private static ApTracking Tracking(ProgramField field) => new(field["group"].Integer(), field["offset"].Integer());

    private static Dictionary<string, ProgramIdentifier> Identifiers(ProgramField field)
    {
        var identifiers = new Dictionary<string, ProgramIdentifier>();
        foreach ((string name, ProgramField identifier) in field.Members())
        {
            identifiers[name] = new ProgramIdentifier(
                identifier["type"].Text(),
                identifier.Optional("pc")?.Integer(),
                identifier.Optional("value") is { } value && value.IsNumber ? value.BigInteger() : null,
                identifier.Optional("destination")?.Text(),
                identifier.Optional("size")?.Integer(),
                identifier.Optional("members") is { } members ? StructMembers(members) : null);
        }

        return identifiers;
    }

    private static Dictionary<string, StructMember> StructMembers(ProgramField field)
    {
        var members = new Dictionary<string, StructMember>();
        foreach ((string name, ProgramField member) in field.Members())
        {
            members[name] = new StructMember(member["cairo_type"].Text(), member["offset"].Integer());
        }

        return members;
    }
}
