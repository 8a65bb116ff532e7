// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/video_mixer_engine.h"

#include <algorithm>
#include <ranges>
#include <string>
#include <utility>

#include "mixing/video/composer.h"
#include "mixing/video/decode_worker.h"
#include "mixing/video/encode_pool.h"
#include "mixing/video/encoder_element.h"
#include "mixing/video/event_poster.h"
#include "mixing/video/loop_worker.h"
#include "mixing/video/picture_decoder.h"
#include "mixing/video/snapshot_worker.h"

namespace mcu::mixing {

namespace {

Error invalid(const std::string& what) {
    return {ErrorCode::invalidArgument, what};
}

Error unknown(const std::string& what) {
    return {ErrorCode::notFound, what};
}

std::string sizeText(int width, int height) {
    return std::to_string(width) + "x" + std::to_string(height);
}

bool isRate(int framesPerSecond) {
    return framesPerSecond >= 1 && framesPerSecond <= 60;
}

/// Makes one of each, so that a missing plugin is known at start, and so that the libraries behind
/// are loaded before the first take needs them.
Status probeElements(const VideoSettings& settings) {
    const auto nothing = [](GstBuffer* /*buffer*/, GstCaps* /*caps*/) {};
    for (const auto codec :
         {media::Codec::h264, media::Codec::vp8, media::Codec::h263, media::Codec::h261}) {
        if (auto decoder = PictureDecoder::create(codec); !decoder) {
            return decoder.error().in("video decoder");
        }
        media::EncoderSpec spec;
        spec.codec = codec;
        spec.width = media::isCif(codec) ? 352 : 320;
        spec.height = media::isCif(codec) ? 288 : 180;
        if (auto encoder = makeEncoder(spec, settings.x264Preset, nothing); !encoder) {
            return encoder.error().in("video encoder");
        }
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<VideoMixerEngine>> VideoMixerEngine::create(VideoSettings settings,
                                                                   Loop& control,
                                                                   Listener& listener) {
    if (auto probed = probeElements(settings); !probed) {
        return probed.error();
    }
    return std::unique_ptr<VideoMixerEngine>(
        new VideoMixerEngine(std::move(settings), control, listener));
}

VideoMixerEngine::VideoMixerEngine(VideoSettings settings, Loop& control, Listener& listener)
    : settings_(std::move(settings)),
      control_(control),
      events_(std::make_unique<EventPoster>(control, listener)),
      snapshots_(std::make_unique<SnapshotWorker>()),
      encodePool_(std::make_unique<EncodePool>(settings_.encodeThreads)),
      composer_(std::make_unique<Composer>(*encodePool_, *events_, settings_.font)) {
    for (int i = 0; i < std::max(1, settings_.decodeThreads); ++i) {
        decoders_.push_back(std::make_unique<DecodeWorker>());
    }
}

VideoMixerEngine::~VideoMixerEngine() {
    events_->close();
    for (const auto& known : sources_ | std::views::values) {
        known.source->inbox()->close();
    }
}

Result<media::VideoMixer::Source> VideoMixerEngine::openSource() {
    const auto& worker = *std::ranges::min_element(
        decoders_, {}, [](const auto& candidate) { return candidate->load(); });
    const SourceId id = sourceIds_.next();
    auto inbox = std::make_shared<PacketInbox>(worker->signal());
    auto source =
        std::make_shared<VideoSource>(id, settings_, inbox, *events_, composer_->signal());
    sources_.emplace(id, KnownSource{source, worker.get(), {}});
    composer_->addSource(source);
    worker->add(std::move(source));
    return Source{id, std::move(inbox)};
}

void VideoMixerEngine::closeSource(SourceId source) {
    const auto found = sources_.find(source);
    if (found == sources_.end()) {
        return;
    }
    forgetLoop(found->second);
    found->second.source->inbox()->close();
    composer_->removeSource(source);
    found->second.worker->remove(source);
    sources_.erase(found);
}

void VideoMixerEngine::watchLoop(SourceId source, const SentPicture& sent) {
    const auto found = sources_.find(source);
    if (found == sources_.end() || found->second.sent == sent) {
        return;
    }
    forgetLoop(found->second);
    LoopWorker::Look look;
    if (const auto view = views_.find(sent.view); view != views_.end()) {
        view->second.counters->canvas.watch(true);
        look = [counters = view->second.counters] { return counters->canvas.latest(); };
    } else if (const auto other = sources_.find(sent.source); other != sources_.end()) {
        look = [other = other->second.source] { return other->latest(); };
    } else {
        return;
    }
    if (!loops_) {
        loops_ = std::make_unique<LoopWorker>();
    }
    found->second.sent = sent;
    loops_->watch(source, std::move(look), [own = found->second.source] { return own->latest(); });
}

void VideoMixerEngine::forgetLoop(KnownSource& known) {
    const auto sent = std::exchange(known.sent, {});
    if (!loops_) {
        return;
    }
    loops_->forget(known.source->id());
    const bool others =
        std::ranges::any_of(sources_ | std::views::values,
                            [&sent](const auto& other) { return other.sent.view == sent.view; });
    if (const auto view = views_.find(sent.view); view != views_.end() && !others) {
        view->second.counters->canvas.watch(false);
    }
}

Result<ViewId> VideoMixerEngine::createView(int width, int height, int framesPerSecond) {
    if (!isAcceptableSize(width, height) || width % 2 != 0 || height % 2 != 0 ||
        !isRate(framesPerSecond)) {
        return invalid("no view of " + sizeText(width, height) + " at " +
                       std::to_string(framesPerSecond) + " frames a second");
    }
    const ViewId id = viewIds_.next();
    auto counters = std::make_shared<ViewCounters>();
    views_.emplace(id, KnownView{counters});
    composer_->addView(id, width, height, framesPerSecond, std::move(counters));
    return id;
}

void VideoMixerEngine::destroyView(ViewId view) {
    if (views_.erase(view) == 0) {
        return;
    }
    std::vector<EncoderId> orphans;
    for (const auto& [id, known] : encoders_) {
        if (known.view == view) {
            orphans.push_back(id);
        }
    }
    for (const auto id : orphans) {
        closeEncoder(id);
    }
    composer_->removeView(view);
}

void VideoMixerEngine::compose(ViewId view, media::Composition composition) {
    composer_->compose(view, std::move(composition));
}

Result<EncoderId> VideoMixerEngine::openEncoder(ViewId view,
                                                const media::EncoderSpec& spec,
                                                std::shared_ptr<media::FrameSink> sink) {
    const auto found = views_.find(view);
    if (found == views_.end()) {
        return unknown("no such view");
    }
    const bool isPicture = media::kindOf(spec.codec) == media::Kind::video;
    if (!isPicture || !sink ||
        (media::isCif(spec.codec) &&
         !isCifSize(spec.width,
                    spec.height,
                    spec.codec == media::Codec::h263 || spec.codec == media::Codec::h263v1998)) ||
        !isAcceptableSize(spec.width, spec.height) || spec.width % 2 != 0 || spec.height % 2 != 0 ||
        !isRate(spec.framesPerSecond) || spec.kbps < 16 || spec.kbps > 50000) {
        return invalid("no encoder of " + std::string(media::nameOf(spec.codec)) + " " +
                       sizeText(spec.width, spec.height) + " at " + std::to_string(spec.kbps) +
                       " kbit/s");
    }
    const EncoderId id = encoderIds_.next();
    auto encoder = std::make_shared<ViewEncoder>(id, spec, std::move(sink), settings_.x264Preset);
    encoders_.emplace(id, KnownEncoder{encoder, view});
    found->second.counters->encoders.fetch_add(1);
    composer_->addEncoder(view, std::move(encoder));
    return id;
}

void VideoMixerEngine::closeEncoder(EncoderId encoder) {
    const auto found = encoders_.find(encoder);
    if (found == encoders_.end()) {
        return;
    }
    composer_->removeEncoder(found->second.view, encoder);
    if (found->second.encoder->close()) {
        encodePool_->schedule(found->second.encoder);
    }
    if (const auto view = views_.find(found->second.view); view != views_.end()) {
        view->second.counters->encoders.fetch_sub(1);
    }
    encoders_.erase(found);
}

void VideoMixerEngine::requestKeyframe(EncoderId encoder) {
    const auto found = encoders_.find(encoder);
    if (found != encoders_.end()) {
        found->second.encoder->requestKeyframe();
    }
}

void VideoMixerEngine::answer(PngCallback done, Result<std::vector<std::byte>> png) {
    events_->post([done = std::move(done), png = std::move(png)](auto& /*listener*/) mutable {
        done(std::move(png));
    });
}

void VideoMixerEngine::snapshotView(ViewId view, PngCallback done) {
    composer_->snapshot(view, [this, done = std::move(done)](const PicturePointer& picture) {
        if (!picture) {
            answer(done, unknown("the view has no picture"));
            return;
        }
        snapshots_->post([this, done, picture] { answer(done, encodePng(*picture)); });
    });
}

void VideoMixerEngine::snapshotSource(SourceId source, PngCallback done) {
    const auto found = sources_.find(source);
    auto picture = found == sources_.end() ? nullptr : found->second.source->latest();
    if (!picture) {
        answer(std::move(done), unknown("the source has no picture"));
        return;
    }
    snapshots_->post([this, done = std::move(done), picture = std::move(picture)] {
        answer(done, encodePng(*picture));
    });
}

std::vector<media::ViewStats> VideoMixerEngine::viewStats() const {
    std::vector<media::ViewStats> made;
    made.reserve(views_.size());
    for (const auto& [id, known] : views_) {
        const auto& counters = *known.counters;
        made.push_back({id,
                        counters.composed.load(),
                        counters.late.load(),
                        counters.worstLateMs.load(),
                        counters.encoders.load()});
    }
    std::ranges::sort(made, {}, [](const auto& stats) { return stats.view; });
    return made;
}

std::vector<media::SourceStats> VideoMixerEngine::sourceStats() const {
    std::vector<media::SourceStats> made;
    made.reserve(sources_.size());
    const SteadyTime now = std::chrono::steady_clock::now();
    for (const auto& known : sources_ | std::views::values) {
        made.push_back(known.source->stats(now));
        if (loops_) {
            made.back().loopDelayMs = loops_->delayMs(known.source->id());
            made.back().look = loops_->look(known.source->id());
        }
    }
    std::ranges::sort(made, {}, [](const auto& stats) { return stats.source; });
    return made;
}

}  // namespace mcu::mixing
