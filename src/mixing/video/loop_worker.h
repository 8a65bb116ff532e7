// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/ids.h"
#include "media/video_mixer.h"
#include "mixing/video/loop_detector.h"
#include "mixing/video/picture.h"

namespace mcu::mixing {

/// The thread that compares what watched sources bring with what goes to their sites, ten small
/// pictures a second of each. Owned by the mixer, which makes it with the first watch. Functions on
/// the control thread.
class LoopWorker {
public:
    using Look = std::function<PicturePointer()>;  ///< the latest picture; any thread

    LoopWorker();
    ~LoopWorker();
    LoopWorker(const LoopWorker&) = delete;
    LoopWorker& operator=(const LoopWorker&) = delete;

    /// Watches a source anew, in place of a watch before.
    void watch(SourceId source, Look sent, Look arrived);
    void forget(SourceId source);

    /// What comes back from the source was so long under way; negative: it does not.
    [[nodiscard]] double delayMs(SourceId source) const;
    /// How what arrives looks; nothing: it is not watched, or there is no picture yet.
    [[nodiscard]] std::optional<media::PictureLook> look(SourceId source) const;

private:
    struct Watch {
        Look sent;
        Look arrived;
        LoopDetector detector;  ///< the thread's
        std::atomic<double> delayMs{-1};
        LumaGrid before;                    ///< the thread's: what arrived last
        std::optional<SteadyTime> changed;  ///< the thread's
        std::atomic<float> brightness{-1};  ///< negative: no picture yet
        std::atomic<float> contrast{0};
        std::atomic<double> stillMs{0};
    };

    void run();
    static void sample(Watch& watch, SteadyTime now);
    static void noteLook(Watch& watch, const LumaGrid& arrived, SteadyTime now);

    mutable std::mutex mutex_;  ///< held for moments only
    std::condition_variable stop_;
    bool stopping_ = false;
    std::map<SourceId, std::shared_ptr<Watch>> watches_;
    std::thread thread_;
};

}  // namespace mcu::mixing
