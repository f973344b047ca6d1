using System.Security.Cryptography;
using System.Text;

namespace DynCompile.CommandLine;

/// <summary>What makes the page's regions tell about themselves. Nothing of a model gets into it, so that its hash may stand for it.</summary>
internal static class HtmlScript
{
    public static string Text { get; } =
        """
            const regions = [...document.querySelectorAll('[data-region]')];
            let pinned = false;
            function show(region) {
                for (const other of regions) {
                    const isShown = other === region;
                    other.classList.toggle('shown', isShown);
                    document.getElementById('region-' + other.dataset.region).hidden = !isShown;
                }
            }
            for (const region of regions) {
                if (!document.getElementById('region-' + region.dataset.region).hidden) region.classList.add('shown');
                region.addEventListener('mouseenter', () => pinned || show(region));
                region.addEventListener('focus', () => show(region));
                region.addEventListener('click', () => { pinned = true; show(region); });
                region.addEventListener('keydown', event => {
                    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
                    const next = step && regions[regions.indexOf(region) + step];
                    if (next) { event.preventDefault(); next.focus(); }
                });
            }
            document.addEventListener('keydown', event => { if (event.key === 'Escape') pinned = false; });
            """.ReplaceLineEndings("\n");

    /// <summary>The page runs this script and no other.</summary>
    public static string Hash { get; } = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}";
}
