// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/composed_view.h"

#include <algorithm>
#include <utility>

namespace mcu::mixing {

namespace {

constexpr std::uint8_t kBlack = 16;
constexpr std::uint8_t kSlateGrey = 58;
constexpr std::uint8_t kSlateUnderNotice = 130;  ///< as grey once the notice has darkened it

}  // namespace

void WatchedCanvas::watch(bool on) {
    watched_.store(on, std::memory_order_relaxed);
    if (!on) {
        put(nullptr);
    }
}

void WatchedCanvas::put(PicturePointer canvas) {
    const std::scoped_lock lock(mutex_);
    canvas_.swap(canvas);
}

PicturePointer WatchedCanvas::latest() const {
    const std::scoped_lock lock(mutex_);
    return canvas_;
}

ComposedView::ComposedView(int width, int height, int framesPerSecond)
    : width_(width),
      height_(height),
      period_(std::chrono::duration_cast<Duration>(std::chrono::seconds(1)) / framesPerSecond) {}

void ComposedView::set(media::Composition composition, const FindSource& find, SteadyTime now) {
    Pending next;
    next.takeId = composition.takeId;
    next.holdEnd = now + composition.hold;
    for (auto& pane : composition.panes) {
        ShownPane shown;
        shown.box = boxOf(pane.rect, width_, height_);
        shown.source = pane.source ? find(pane.source) : nullptr;
        if (pane.source && !shown.source) {
            shown.source = lastShown(pane.source);
        }
        // Texts drawn once are kept over compositions that only change elsewhere.
        for (const auto& old : shown_) {
            if (old.box.width != shown.box.width || old.box.height != shown.box.height) {
                continue;
            }
            if (old.pane.caption == pane.caption) {
                shown.caption = old.caption;
            }
            if (old.pane.notice == pane.notice) {
                shown.notice = old.notice;
            }
        }
        shown.pane = std::move(pane);
        next.panes.push_back(std::move(shown));
    }
    // One that stays runs on where it is.
    next.banner =
        composition.banner == banner_.banner() ? banner_ : ShownBanner(composition.banner);
    if (pending_ && sameSources(pending_->panes, next.panes)) {
        // The same take with other texts: it neither waits longer nor loses its report.
        next.holdEnd = std::min(next.holdEnd, pending_->holdEnd);
        next.takeId = next.takeId != 0 ? next.takeId : pending_->takeId;
    }
    pending_ = std::move(next);
}

std::shared_ptr<VideoSource> ComposedView::lastShown(SourceId closed) const {
    const auto in = [closed](const std::vector<ShownPane>& panes) {
        const auto found = std::ranges::find_if(panes, [closed](const ShownPane& pane) {
            return pane.pane.source == closed && pane.source && pane.source->latest();
        });
        return found == panes.end() ? nullptr : found->source;
    };
    auto source = in(shown_);
    return !source && pending_ ? in(pending_->panes) : source;
}

bool ComposedView::sameSources(const std::vector<ShownPane>& one,
                               const std::vector<ShownPane>& other) const {
    return std::ranges::equal(one, other, [](const ShownPane& a, const ShownPane& b) {
        return a.pane.source == b.pane.source && a.pane.rect == b.pane.rect;
    });
}

bool ComposedView::isReady(const Pending& pending) const {
    return std::ranges::all_of(pending.panes, [this](const ShownPane& next) {
        if (!next.source || next.source->latest()) {
            return true;
        }
        next.source->await();
        // A source that is a slate already is not waited for again.
        return next.source->latest() != nullptr ||
               std::ranges::any_of(
                   shown_, [&next](const ShownPane& old) { return old.source == next.source; });
    });
}

bool ComposedView::cut(SteadyTime now) {
    if (!pending_ || (now < pending_->holdEnd && !isReady(*pending_))) {
        return false;
    }
    shown_ = std::move(pending_->panes);
    banner_ = std::move(pending_->banner);
    takeId_ = pending_->takeId != 0 ? pending_->takeId : takeId_;
    pending_.reset();
    composed_ = true;
    changed_ = true;
    return true;
}

std::optional<SteadyTime> ComposedView::holdEnd() const {
    return pending_ ? std::optional(pending_->holdEnd) : std::nullopt;
}

std::uint64_t ComposedView::takeReported() {
    return std::exchange(takeId_, 0);
}

PicturePointer ComposedView::paint(PicturePool& pool,
                                   PanePainter& painter,
                                   TextOverlay& texts,
                                   SteadyTime now) {
    for (auto& shown : shown_) {
        auto picture = shown.source ? shown.source->latest() : nullptr;
        changed_ = changed_ || picture != shown.painted;
        shown.painted = std::move(picture);
    }
    if (!changed_ && !banner_.moves() && canvas_) {
        return canvas_;
    }
    auto canvas = pool.take(width_, height_);
    fill(*canvas, {0, 0, width_, height_}, kBlack);
    for (auto& shown : shown_) {
        paintPane(*canvas, shown, painter, texts);
    }
    banner_.applyTo(*canvas, texts, now);
    canvas_ = std::move(canvas);
    changed_ = false;
    return canvas_;
}

void ComposedView::paintPane(Picture& canvas,
                             ShownPane& shown,
                             PanePainter& painter,
                             TextOverlay& texts) {
    const Box& box = shown.box;
    if (shown.painted) {
        painter.paint(canvas, box, shown.source->id(), shown.painted);
    } else {
        fill(canvas, box, shown.pane.notice.empty() ? kSlateGrey : kSlateUnderNotice);
    }
    if (!shown.pane.notice.empty()) {
        if (!shown.notice) {
            shown.notice = texts.notice(shown.pane.notice, box.width, box.height);
        }
        shown.notice->applyTo(canvas, box.x, box.y);
    }
    if (!shown.pane.caption.empty()) {
        if (!shown.caption) {
            shown.caption = texts.caption(shown.pane.caption, box.width, box.height);
        }
        shown.caption->applyTo(canvas, box.x, box.y);
    }
}

}  // namespace mcu::mixing
