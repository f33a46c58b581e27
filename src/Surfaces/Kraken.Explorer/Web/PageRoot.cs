using Kraken.Explorer.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Kraken.Explorer.Web;

/// <summary>Renders a page with its view as cascading value: parameters of components must be public, views are not.</summary>
/// <typeparam name="TPage">The page.</typeparam>
/// <typeparam name="TView">What it shows.</typeparam>
internal sealed class PageRoot<TPage, TView> : ComponentBase
    where TPage : IComponent
{
    /// <summary>What the page shows.</summary>
    [Parameter]
    public TView? View { get; set; }

    /// <summary>Whether the frame around the page is left out, because it was sent already.</summary>
    [Parameter]
    public bool IsBare { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<CascadingValue<TView>>(0);
        builder.AddComponentParameter(1, nameof(CascadingValue<>.Value), View);
        builder.AddComponentParameter(2, nameof(CascadingValue<>.IsFixed), true);
        builder.AddComponentParameter(3, nameof(CascadingValue<>.ChildContent), (RenderFragment)RenderFrame);
        builder.CloseComponent();
    }

    private void RenderFrame(RenderTreeBuilder builder)
    {
        builder.OpenComponent<CascadingValue<bool>>(0);
        builder.AddComponentParameter(1, nameof(CascadingValue<>.Name), Site.Bare);
        builder.AddComponentParameter(2, nameof(CascadingValue<>.Value), IsBare);
        builder.AddComponentParameter(3, nameof(CascadingValue<>.IsFixed), true);
        builder.AddComponentParameter(4, nameof(CascadingValue<>.ChildContent), (RenderFragment)RenderPage);
        builder.CloseComponent();
    }

    private static void RenderPage(RenderTreeBuilder builder)
    {
        builder.OpenComponent<TPage>(0);
        builder.CloseComponent();
    }
}
