// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/composer.h"

#include <algorithm>
#include <pthread.h>
#include <utility>

namespace mcu::mixing {

namespace {

constexpr Duration kLate = std::chrono::milliseconds(50);
constexpr Duration kIdleCheck = std::chrono::seconds(1);
constexpr double kCifPixelShape = 12.0 / 11.0;

std::uint32_t rtpTime(Duration sinceEpoch) {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(sinceEpoch).count();
    return static_cast<std::uint32_t>(micros * 9 / 100);  // 90 kHz
}

}  // namespace

Composer::Composer(EncodePool& pool, EventPoster events, std::string font)
    : encodePool_(pool),
      events_(std::move(events)),
      texts_(std::move(font)),
      thread_([this] { work(); }) {
    pthread_setname_np(thread_.native_handle(), "video-compose");
}

Composer::~Composer() {
    stopping_.store(true);
    signal_->notify();
    thread_.join();
}

void Composer::order(Order made) {
    orders_.push(std::move(made));
    signal_->notify();
}

void Composer::addSource(std::shared_ptr<VideoSource> source) {
    order([this, source = std::move(source)] { sources_.emplace(source->id(), source); });
}

void Composer::removeSource(SourceId source) {
    // Panes that show it keep its last picture until the next composition.
    order([this, source] {
        sources_.erase(source);
        painter_.forget(source);
    });
}

void Composer::addView(ViewId view,
                       int width,
                       int height,
                       int framesPerSecond,
                       std::shared_ptr<ViewCounters> counters) {
    order([this, view, width, height, framesPerSecond, counters = std::move(counters)] {
        auto made = std::make_unique<View>(width, height, framesPerSecond);
        made->counters = counters;
        made->due = std::chrono::steady_clock::now();
        made->lastPut = made->due - made->picture.period();
        views_.emplace(view, std::move(made));
    });
}

void Composer::removeView(ViewId view) {
    order([this, view] {
        const auto found = views_.find(view);
        if (found == views_.end()) {
            return;
        }
        for (const auto& done : found->second->snapshots) {
            done(nullptr);
        }
        views_.erase(found);
    });
}

void Composer::compose(ViewId view, media::Composition composition) {
    order([this, view, composition = std::move(composition)]() mutable {
        const auto found = views_.find(view);
        if (found != views_.end()) {
            const auto find = [this](SourceId id) {
                const auto source = sources_.find(id);
                return source == sources_.end() ? nullptr : source->second;
            };
            found->second->picture.set(
                std::move(composition), find, std::chrono::steady_clock::now());
        }
    });
}

void Composer::addEncoder(ViewId view, std::shared_ptr<ViewEncoder> encoder) {
    order([this, view, encoder = std::move(encoder)] {
        const auto found = views_.find(view);
        if (found == views_.end()) {
            return;
        }
        View& known = *found->second;
        if (known.outputs.empty() && known.snapshots.empty()) {
            known.due = std::chrono::steady_clock::now();  // it was not painted until now
        }
        known.outputs.push_back({encoder, SteadyTime{}});
    });
}

void Composer::removeEncoder(ViewId view, EncoderId encoder) {
    order([this, view, encoder] {
        const auto found = views_.find(view);
        if (found != views_.end()) {
            std::erase_if(found->second->outputs, [encoder](const Output& output) {
                return output.encoder->id() == encoder;
            });
        }
    });
}

void Composer::snapshot(ViewId view, Snapshot done) {
    order([this, view, done = std::move(done)] {
        const auto found = views_.find(view);
        if (found == views_.end()) {
            done(nullptr);
        } else {
            found->second->snapshots.push_back(done);
        }
    });
}

void Composer::work() {
    // The first text loads the fonts, which takes far longer than a frame.
    const auto warmUp = texts_.caption("Điện Biên", 320, 180);
    while (true) {
        while (auto made = orders_.pop()) {
            (*made)();
        }
        if (stopping_.load()) {
            break;
        }
        SteadyTime next = std::chrono::steady_clock::now() + kIdleCheck;
        for (const auto& [id, view] : views_) {
            next = std::min(next, serve(id, *view));
        }
        signal_->wait(next);
    }
    views_.clear();
    sources_.clear();
}

/// Composes a view when it is time, or when a take just became complete. Returns when to look at it
/// again.
SteadyTime Composer::serve(ViewId id, View& view) {
    auto& picture = view.picture;
    const Duration period = picture.period();
    const SteadyTime now = std::chrono::steady_clock::now();
    const bool cut = picture.cut(now);
    const bool idle = view.outputs.empty() && view.snapshots.empty();
    if (now >= view.due) {
        countLate(view, now - view.due);
        const SteadyTime due = view.due + (now - view.due) / period * period;
        put(id, view, due);
        view.due = due + period;
    } else if (cut && (idle || now - view.lastPut > period / 2)) {
        put(id, view, now);
        if (view.due - now < period / 4) {
            view.due += period;
        }
    }
    const auto hold = picture.holdEnd();
    if (idle) {
        // The schedule goes on without a wake-up; a waiting take still has its time.
        view.due = std::max(view.due, now + period);
        return hold ? *hold : now + kIdleCheck;
    }
    return hold ? std::min(*hold, view.due) : view.due;
}

void Composer::put(ViewId id, View& view, SteadyTime mediaTime) {
    const bool wanted = !view.outputs.empty() || !view.snapshots.empty();
    if (wanted) {
        const auto canvas = view.picture.paint(pictures_, painter_, texts_, mediaTime);
        mediaTime = std::max(mediaTime, view.lastPut + std::chrono::milliseconds(1));
        view.lastPut = mediaTime;
        encode(view, canvas, mediaTime);
        if (view.counters->canvas.watched()) {
            view.counters->canvas.put(canvas);
        }
        view.counters->composed.fetch_add(1, std::memory_order_relaxed);
        painter_.age();
        for (const auto& done : std::exchange(view.snapshots, {})) {
            done(view.picture.hasComposition() ? canvas : nullptr);
        }
    }
    if (const auto take = view.picture.takeReported(); take != 0) {
        const SteadyTime at = std::chrono::steady_clock::now();
        events_.post([id, take, at](auto& listener) { listener.onCut(id, take, at); });
    }
}

void Composer::encode(View& view, const PicturePointer& canvas, SteadyTime mediaTime) {
    const SteadyTime now = std::chrono::steady_clock::now();
    std::vector<PicturePointer> sizes{canvas};
    for (auto& output : view.outputs) {
        const auto& spec = output.encoder->spec();
        const Duration period =
            std::chrono::duration_cast<Duration>(std::chrono::seconds(1)) / spec.framesPerSecond;
        if (mediaTime < output.due - period / 4) {
            continue;  // a class of a lower rate than the view's
        }
        output.due = std::max(output.due, mediaTime - period) + period;
        auto sized = std::ranges::find_if(sizes, [&spec](const PicturePointer& made) {
            return made->width == spec.width && made->height == spec.height;
        });
        if (sized == sizes.end()) {
            sizes.push_back(media::isCif(spec.codec)
                                ? painter_.fitted(canvas, spec.width, spec.height, kCifPixelShape)
                                : painter_.scaled(canvas, spec.width, spec.height));
            sized = sizes.end() - 1;
        }
        if (output.encoder->offer({*sized, now, rtpTime(mediaTime - epoch_)})) {
            encodePool_.schedule(output.encoder);
        }
    }
}

void Composer::countLate(View& view, Duration late) {
    if (late <= kLate || view.outputs.empty()) {
        return;
    }
    view.counters->late.fetch_add(1, std::memory_order_relaxed);
    const double ms = std::chrono::duration<double, std::milli>(late).count();
    if (ms > view.counters->worstLateMs.load(std::memory_order_relaxed)) {
        view.counters->worstLateMs.store(ms, std::memory_order_relaxed);
    }
}

}  // namespace mcu::mixing
