// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/mpsc_queue.h"
#include "mixing/video/composed_view.h"
#include "mixing/video/encode_pool.h"
#include "mixing/video/event_poster.h"
#include "mixing/video/wake_signal.h"

namespace mcu::mixing {

/// The thread that composes all views, each at its own rate on an absolute schedule, and hands the
/// pictures to the encoders. A view nobody encodes or asks a snapshot of is not painted. A take
/// whose last missing picture arrives between two frames is composed at once. Owned by the mixer;
/// the public functions queue orders and return.
class Composer {
public:
    using Snapshot = std::function<void(PicturePointer)>;  ///< null: nothing to show

    Composer(EncodePool& pool, EventPoster events, std::string font);
    ~Composer();
    Composer(const Composer&) = delete;
    Composer& operator=(const Composer&) = delete;

    // The control thread.
    void addSource(std::shared_ptr<VideoSource> source);
    void removeSource(SourceId source);
    void addView(ViewId view,
                 int width,
                 int height,
                 int framesPerSecond,
                 std::shared_ptr<ViewCounters> counters);
    void removeView(ViewId view);
    void compose(ViewId view, media::Composition composition);
    void addEncoder(ViewId view, std::shared_ptr<ViewEncoder> encoder);
    void removeEncoder(ViewId view, EncoderId encoder);
    /// Calls back on the composer's thread.
    void snapshot(ViewId view, Snapshot done);

    [[nodiscard]] const std::shared_ptr<WakeSignal>& signal() const { return signal_; }

private:
    struct Output {
        std::shared_ptr<ViewEncoder> encoder;
        SteadyTime due{};
    };

    struct View {
        View(int width, int height, int framesPerSecond)
            : picture(width, height, framesPerSecond) {}

        ComposedView picture;
        std::shared_ptr<ViewCounters> counters;
        std::vector<Output> outputs;
        std::vector<Snapshot> snapshots;
        SteadyTime due{};
        SteadyTime lastPut{};  ///< media time of the frame before
    };

    using Order = std::function<void()>;

    void order(Order made);
    void work();
    SteadyTime serve(ViewId id, View& view);
    void put(ViewId id, View& view, SteadyTime mediaTime);
    void encode(View& view, const PicturePointer& canvas, SteadyTime mediaTime);
    void countLate(View& view, Duration late);

    EncodePool& encodePool_;
    EventPoster events_;
    std::shared_ptr<WakeSignal> signal_ = std::make_shared<WakeSignal>();
    MpscQueue<Order> orders_;
    std::atomic<bool> stopping_{false};

    // The composer's thread:
    PicturePool pictures_;
    PanePainter painter_{pictures_};
    TextOverlay texts_;
    std::unordered_map<SourceId, std::shared_ptr<VideoSource>> sources_;
    std::map<ViewId, std::unique_ptr<View>> views_;
    const SteadyTime epoch_ = std::chrono::steady_clock::now();

    std::thread thread_;
};

}  // namespace mcu::mixing
