using System.Threading.Tasks;

namespace Kraken.Load.Sending;

/// <summary>Something that sends what comes due.</summary>
internal interface IIntentSender
{
    /// <summary>Whether nothing is on its way or to be sent again.</summary>
    bool IsIdle { get; }

    /// <summary>Sends a transaction now, or as soon as those before it are sent; never blocks.</summary>
    void Offer(Intent intent);

    /// <summary>Gives up what no node has taken, and waits for what is on its way.</summary>
    Task StopAsync();
}
