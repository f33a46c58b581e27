using System.IO;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Settings;

namespace Kraken.Cli.Settings;

/// <summary>The genesis file that a setting names, read as it is at the start of a process.</summary>
internal static class GenesisSource
{
    /// <summary>Reads the file, where one is named.</summary>
    /// <exception cref="InvalidDataException">It is missing or wrong; the message says who named it.</exception>
    public static void Open(SettingValues values, Setting setting)
    {
        if (values.Find(setting) is not { } named)
        {
            return;
        }

        try
        {
            GenesisFile.Load(named.Text);
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"{named.Origin}: {wrong.Message}", wrong);
        }
    }
}
