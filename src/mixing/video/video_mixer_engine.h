// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "base/loop.h"
#include "media/video_mixer.h"
#include "mixing/video/video_settings.h"

namespace mcu::mixing {

class Composer;
class DecodeWorker;
class EncodePool;
class EventPoster;
class LoopWorker;
class SnapshotWorker;
class VideoSource;
class ViewEncoder;
struct ViewCounters;

/// The video mixer: a few decode workers, one composer, a pool of encode threads, one thread for
/// snapshots; their number does not grow with sites. Functions only queue orders to them and
/// return. Owned by the application; control thread. Must be destroyed before the loop.
class VideoMixerEngine final : public media::VideoMixer {
public:
    /// Fails when GStreamer lacks an element that is needed.
    static Result<std::unique_ptr<VideoMixerEngine>> create(VideoSettings settings,
                                                            Loop& control,
                                                            Listener& listener);
    ~VideoMixerEngine() override;
    VideoMixerEngine(const VideoMixerEngine&) = delete;
    VideoMixerEngine& operator=(const VideoMixerEngine&) = delete;

    Result<Source> openSource() override;
    void closeSource(SourceId source) override;
    void watchLoop(SourceId source, const SentPicture& sent) override;
    Result<ViewId> createView(int width, int height, int framesPerSecond) override;
    void destroyView(ViewId view) override;
    void compose(ViewId view, media::Composition composition) override;
    Result<EncoderId> openEncoder(ViewId view,
                                  const media::EncoderSpec& spec,
                                  std::shared_ptr<media::FrameSink> sink) override;
    void closeEncoder(EncoderId encoder) override;
    void requestKeyframe(EncoderId encoder) override;
    void snapshotView(ViewId view, PngCallback done) override;
    void snapshotSource(SourceId source, PngCallback done) override;
    [[nodiscard]] std::vector<media::ViewStats> viewStats() const override;
    [[nodiscard]] std::vector<media::SourceStats> sourceStats() const override;

private:
    struct KnownSource {
        std::shared_ptr<VideoSource> source;
        DecodeWorker* worker;
        SentPicture sent;  ///< compared with what it brings
    };

    struct KnownView {
        std::shared_ptr<ViewCounters> counters;
    };

    struct KnownEncoder {
        std::shared_ptr<ViewEncoder> encoder;
        ViewId view;
    };

    VideoMixerEngine(VideoSettings settings, Loop& control, Listener& listener);
    void forgetLoop(KnownSource& known);
    void answer(PngCallback done, Result<std::vector<std::byte>> png);

    const VideoSettings settings_;
    Loop& control_;
    std::unique_ptr<EventPoster> events_;
    IdSequence<SourceId> sourceIds_;
    IdSequence<ViewId> viewIds_;
    IdSequence<EncoderId> encoderIds_;
    std::unordered_map<SourceId, KnownSource> sources_;
    std::unordered_map<ViewId, KnownView> views_;
    std::unordered_map<EncoderId, KnownEncoder> encoders_;
    // Destroyed from below: the composer feeds the pool, and snapshots may come from it.
    std::unique_ptr<SnapshotWorker> snapshots_;
    std::unique_ptr<EncodePool> encodePool_;
    std::unique_ptr<Composer> composer_;
    std::vector<std::unique_ptr<DecodeWorker>> decoders_;
    std::unique_ptr<LoopWorker> loops_;  ///< made with the first watch
};

}  // namespace mcu::mixing
