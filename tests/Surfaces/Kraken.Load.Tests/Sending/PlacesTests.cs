using System.Linq;
using System.Threading.Tasks;
using Kraken.Load.Sending;
using Xunit;

namespace Kraken.Load.Tests.Sending;

/// <summary>No more than there are places, in order.</summary>
public sealed class PlacesTests
{
    [Fact]
    public async Task WhoWaitsLongestIsNext()
    {
        Places places = new(2);
        Task[] turns = [.. Enumerable.Range(0, 5).Select(_ => places.EnterAsync())];
        Assert.Equal([true, true, false, false, false], turns.Select(turn => turn.IsCompleted));
        places.Leave();
        await turns[2];
        Assert.False(turns[3].IsCompleted);
        places.Leave();
        places.Leave();
        await turns[4];

        // Three of five have left: both places are taken until another does.
        Task last = places.EnterAsync();
        Assert.False(last.IsCompleted);
        places.Leave();
        await last;
    }
}
