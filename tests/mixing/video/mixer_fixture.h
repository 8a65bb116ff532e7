// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

#include "mixing/video/camera.h"
#include "mixing/video/pump_loop.h"
#include "mixing/video/video_mixer_engine.h"

namespace mcu::test {

/// Keeps what an encoder puts out.
class FrameCollector final : public media::FrameSink {
public:
    void push(media::FramePointer frame) noexcept override {
        const std::scoped_lock lock(mutex_);
        frames_.push_back(std::move(frame));
    }

    std::deque<media::FramePointer> drain() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(frames_, {});
    }

private:
    std::mutex mutex_;
    std::deque<media::FramePointer> frames_;
};

/// Remembers what the mixer reports.
struct EventLog final : media::VideoMixer::Listener {
    struct Cut {
        ViewId view;
        std::uint64_t takeId;
        SteadyTime at;
    };

    std::vector<SourceId> up;
    std::vector<SourceId> stalled;
    std::vector<SourceId> keyframes;
    std::vector<Cut> cuts;

    void onSourceUp(SourceId source) override { up.push_back(source); }

    void onSourceStalled(SourceId source) override { stalled.push_back(source); }

    void onKeyframeNeeded(SourceId source) override { keyframes.push_back(source); }

    void onCut(ViewId view, std::uint64_t takeId, SteadyTime at) override {
        cuts.push_back({view, takeId, at});
    }
};

/// A mixer with the loop, cameras and viewers around it.
class MixerFixture : public ::testing::Test {
protected:
    struct Input {
        SourceId id;
        std::unique_ptr<Camera> camera;
    };

    void start(mixing::VideoSettings settings = {}) {
        auto made = mixing::VideoMixerEngine::create(std::move(settings), loop, events);
        ASSERT_TRUE(made.has_value()) << made.error().message;
        mixer = std::move(*made);
    }

    Input open(Camera::Kind kind, int width, int height) {
        auto source = mixer->openSource();
        return {source->id, std::make_unique<Camera>(kind, width, height, source->sink)};
    }

    static media::Pane pane(SourceId source, media::Rect rect = {}) {
        return {rect, source, {}, {}};
    }

    /// Lets the loop run until a frame of the output shows what is wanted.
    template <typename Wanted>
    bool watch(FrameCollector& output, Viewer& viewer, Wanted wanted) {
        bool seen = false;
        return loop.runUntil([&] {
            for (const auto& frame : output.drain()) {
                shown = viewer.show(*frame);
                ++watched;
                seen = seen || (shown && wanted(*shown));
            }
            return seen;
        });
    }

    std::uint64_t decoded(SourceId source) {
        for (const auto& stats : mixer->sourceStats()) {
            if (stats.source == source) {
                return stats.framesDecoded;
            }
        }
        return 0;
    }

    PumpLoop loop;
    EventLog events;
    std::unique_ptr<mixing::VideoMixerEngine> mixer;
    mixing::PicturePointer shown;
    int watched = 0;
};

}  // namespace mcu::test
