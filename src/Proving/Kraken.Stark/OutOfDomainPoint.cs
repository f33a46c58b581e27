using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;

namespace Kraken.Stark;

/// <summary>The point at which the constraints are checked.</summary>
public static class OutOfDomainPoint
{
    /// <summary>Draws a uniform point of the circle over the secure field.</summary>
    /// <param name="channel">The channel after the composition root.</param>
    /// <returns>False if the drawn parameter is a square root of -1, which no honest run meets.</returns>
    public static bool TryDraw(IChannel channel, out CirclePoint<QM31> point)
    {
        QM31 t = channel.DrawSecureFelt();
        bool valid = !(QM31.One + (t * t)).IsZero;
        point = valid ? CircleGroup.FromParameter(t) : default;
        return valid;
    }
}
