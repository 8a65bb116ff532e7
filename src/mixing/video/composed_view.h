// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "media/video_mixer.h"
#include "mixing/video/overlay.h"
#include "mixing/video/pane_painter.h"
#include "mixing/video/shown_banner.h"
#include "mixing/video/text_overlay.h"
#include "mixing/video/video_source.h"
#include "mixing/video/view_encoder.h"

namespace mcu::mixing {

/// The last canvas of a view somebody looks at besides its encoders. Any thread.
class WatchedCanvas {
public:
    /// From now on, or no more.
    void watch(bool on);

    [[nodiscard]] bool watched() const { return watched_.load(std::memory_order_relaxed); }

    void put(PicturePointer canvas);
    [[nodiscard]] PicturePointer latest() const;

private:
    std::atomic<bool> watched_{false};
    mutable std::mutex mutex_;  ///< held to copy a pointer only
    PicturePointer canvas_;
};

/// Figures of a view: written by the composer, read by the control thread.
struct ViewCounters {
    std::atomic<std::uint64_t> composed{0};
    std::atomic<std::uint64_t> late{0};
    std::atomic<double> worstLateMs{0};
    std::atomic<int> encoders{0};
    WatchedCanvas canvas;
};

/// What one view shows: the composition in force, the one waiting for its sources, and the canvas.
/// Owned by the composer; its thread only.
class ComposedView {
public:
    using FindSource = std::function<std::shared_ptr<VideoSource>(SourceId)>;

    ComposedView(int width, int height, int framesPerSecond);

    /// Sets what is to be shown next; see media::Composition for when.
    void set(media::Composition composition, const FindSource& find, SteadyTime now);
    /// Puts the waiting composition in force when its sources are there or its time is up. Returns
    /// whether it did.
    bool cut(SteadyTime now);
    /// When cut() is due without further pictures; empty when nothing waits.
    [[nodiscard]] std::optional<SteadyTime> holdEnd() const;
    /// The take put in force and not yet reported; 0 when none. Resets it.
    std::uint64_t takeReported();

    /// Paints the composition as it stands at `now`; the same picture again when nothing changed.
    PicturePointer paint(PicturePool& pool,
                         PanePainter& painter,
                         TextOverlay& texts,
                         SteadyTime now);

    [[nodiscard]] bool hasComposition() const { return composed_; }

    [[nodiscard]] int width() const { return width_; }

    [[nodiscard]] int height() const { return height_; }

    [[nodiscard]] Duration period() const { return period_; }

private:
    struct ShownPane {
        media::Pane pane;
        std::shared_ptr<VideoSource> source;
        Box box;
        PicturePointer painted;  ///< what the last canvas shows here
        OverlayPointer caption;
        OverlayPointer notice;
    };

    struct Pending {
        std::vector<ShownPane> panes;
        ShownBanner banner;
        SteadyTime holdEnd{};
        std::uint64_t takeId = 0;
    };

    /// A source that was closed while a pane showed it, for a composition that still names it: its
    /// last picture is better than a slate.
    [[nodiscard]] std::shared_ptr<VideoSource> lastShown(SourceId closed) const;
    [[nodiscard]] bool isReady(const Pending& pending) const;
    [[nodiscard]] bool sameSources(const std::vector<ShownPane>& one,
                                   const std::vector<ShownPane>& other) const;
    void paintPane(Picture& canvas, ShownPane& shown, PanePainter& painter, TextOverlay& texts);

    const int width_;
    const int height_;
    const Duration period_;
    std::vector<ShownPane> shown_;
    ShownBanner banner_;
    std::optional<Pending> pending_;
    std::uint64_t takeId_ = 0;
    bool composed_ = false;  ///< a composition has been in force
    bool changed_ = true;    ///< the canvas does not show shown_ yet
    PicturePointer canvas_;
};

}  // namespace mcu::mixing
