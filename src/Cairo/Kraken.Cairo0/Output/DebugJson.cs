using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Preprocessing;

namespace Kraken.Cairo0.Output;

/// <summary>The debug info of a program: where each instruction and each hint stands in the sources.</summary>
/// <param name="json">Where to write.</param>
/// <param name="flowState">Writes the member of what holds at a place.</param>
internal sealed class DebugJson(CompiledProgram program, PythonJsonWriter json, Action<FlowState> flowState)
{
    /// <summary>Writes the value of the member.</summary>
    /// <param name="files">Names of files with their texts.</param>
    public void Write(IReadOnlyDictionary<string, string> files)
    {
        json.BeginObject();
        json.Key("file_contents");
        json.BeginObject();
        foreach (var (name, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            json.Member(name, text);
        }

        json.EndObject();
        json.Key("instruction_locations");
        json.BeginObject();
        var pc = 0;
        foreach (var (emitted, words) in program.Instructions)
        {
            if (emitted.Instruction.Location is { } location)
            {
                json.Key(pc.ToString(CultureInfo.InvariantCulture));
                Instruction(emitted, location);
            }

            pc += words.Size;
        }

        json.EndObject();
        json.EndObject();
    }

    private void Instruction(EmittedInstruction emitted, Location location)
    {
        json.BeginObject();
        json.Member("accessible_scopes", emitted.Scopes.Select(s => s.Text));
        flowState(emitted.State);
        json.Key("hints");
        json.BeginList();
        foreach (var hint in emitted.Hints)
        {
            Hint(hint);
        }

        json.EndList();
        json.Key("inst");
        Place(location);
        json.EndObject();
    }

    private void Hint(EmittedHint hint)
    {
        if (hint.Element.Location is not { } location)
        {
            json.Null();
            return;
        }

        json.BeginObject();
        json.Key("location");
        Place(location);
        json.Member("n_prefix_newlines", hint.Element.Hint.PrefixNewlines);
        json.EndObject();
    }

    private void Place(Location location)
    {
        json.BeginObject();
        json.Member("end_col", location.EndColumn);
        json.Member("end_line", location.EndLine);
        json.Key("input_file");
        json.BeginObject();
        json.Member("filename", location.File.Name);
        json.EndObject();
        if (location.Parent is { } parent)
        {
            json.Key("parent_location");
            json.BeginList();
            Place(parent.Location);
            json.Value(parent.Message);
            json.EndList();
        }

        json.Member("start_col", location.StartColumn);
        json.Member("start_line", location.StartLine);
        json.EndObject();
    }
}
