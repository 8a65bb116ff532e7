// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "media/audio_mixer.h"
#include "media/video_mixer.h"

namespace mcu::fakes {

class FakePacketSink final : public media::PacketSink {
public:
    void onPacket(const media::ReceivedPacket& /*packet*/) noexcept override {}
};

/// An AudioMixer that remembers who talks and which outputs are open.
class FakeAudioMixer final : public media::AudioMixer {
public:
    struct Output {
        MixId mix;
        media::CodecFormat format;
        media::AudioMixer::Hearing hearing;
        const media::FrameSink* sink = nullptr;
    };

    MixId createMix() override { return mixIds_.next(); }

    void destroyMix(MixId /*mix*/) override {}

    Result<Talker> addTalker(MixId mix) override {
        const TalkerId id = talkerIds_.next();
        talkers.emplace(id, mix);
        return Talker{id, std::make_shared<FakePacketSink>()};
    }

    void removeTalker(TalkerId talker) override {
        talkers.erase(talker);
        watched.erase(talker);
    }

    void setGain(TalkerId talker, float decibel) override { gains[talker] = decibel; }

    Result<AudioOutputId> openOutput(MixId mix,
                                     const media::CodecFormat& format,
                                     const Hearing& hearing,
                                     std::shared_ptr<media::FrameSink> sink) override {
        const AudioOutputId id = outputIds_.next();
        outputs.emplace(id, Output{mix, format, hearing, sink.get()});
        return id;
    }

    void closeOutput(AudioOutputId output) override { outputs.erase(output); }

    void watchEcho(TalkerId talker, AudioOutputId sent) override {
        if (sent) {
            watched[talker] = sent;
        } else {
            watched.erase(talker);
        }
    }

    [[nodiscard]] std::vector<media::TalkerLevel> levels(MixId mix) const override {
        std::vector<media::TalkerLevel> result;
        for (const auto& [talker, of] : talkers) {
            if (of == mix) {
                auto& level = result.emplace_back();
                level.talker = talker;
                level.levelDbfs = talker == speaking ? -20.0F : -90.0F;
                level.speaking = talker == speaking;
                if (const auto echo = echoes.find(talker); echo != echoes.end()) {
                    level.echo = echo->second;
                }
            }
        }
        return result;
    }

    std::map<TalkerId, MixId> talkers;
    std::map<TalkerId, float> gains;
    std::map<AudioOutputId, Output> outputs;
    std::map<TalkerId, AudioOutputId> watched;
    std::map<TalkerId, media::Echo> echoes;  ///< what levels() is to tell
    TalkerId speaking;

private:
    IdSequence<MixId> mixIds_;
    IdSequence<TalkerId> talkerIds_;
    IdSequence<AudioOutputId> outputIds_;
};

/// A VideoMixer without pictures: sources come up and compositions are cut to after the task at
/// hand, unless it is told to wait.
class FakeVideoMixer final : public media::VideoMixer {
public:
    struct View {
        media::Composition wanted;
        media::Composition shown;
    };

    struct Encoder {
        ViewId view;
        media::EncoderSpec spec;
        const media::FrameSink* sink = nullptr;
        int keyframes = 0;
    };

    FakeVideoMixer(Loop& loop, Listener& listener) : loop_(loop), listener_(listener) {}

    Result<Source> openSource() override {
        const SourceId id = sourceIds_.next();
        auto sink = std::make_shared<FakePacketSink>();
        sources.emplace(id, sink.get());
        if (sourcesComeUp) {
            loop_.post([this, id] { sourceUp(id); });
        }
        return Source{id, sink};
    }

    void sourceUp(SourceId source) {
        if (sources.contains(source)) {
            listener_.onSourceUp(source);
        }
    }

    void closeSource(SourceId source) override {
        misuses += sources.erase(source) == 1 ? 0 : 1;
        watchedLoops.erase(source);
    }

    void watchLoop(SourceId source, const SentPicture& sent) override {
        misuses += sources.contains(source) ? 0 : 1;
        watchedLoops[source] = sent;
    }

    Result<ViewId> createView(int /*width*/, int /*height*/, int /*framesPerSecond*/) override {
        const ViewId id = viewIds_.next();
        views.emplace(id, View{});
        return id;
    }

    void destroyView(ViewId view) override { misuses += views.erase(view) == 1 ? 0 : 1; }

    void compose(ViewId view, media::Composition composition) override {
        for (const auto& pane : composition.panes) {
            misuses += pane.source && !sources.contains(pane.source) ? 1 : 0;
        }
        views[view].wanted = std::move(composition);
        if (cut) {
            loop_.post([this, view] { cutNow(view); });
        }
    }

    /// Puts the last composition out.
    void cutNow(ViewId view) {
        const auto found = views.find(view);
        if (found != views.end()) {
            found->second.shown = found->second.wanted;
            listener_.onCut(view, found->second.wanted.takeId, loop_.clock().now());
        }
    }

    void cutAll() {
        std::vector<ViewId> ids;
        for (const auto& [id, view] : views) {
            ids.push_back(id);
        }
        for (const auto id : ids) {
            cutNow(id);
        }
    }

    Result<EncoderId> openEncoder(ViewId view,
                                  const media::EncoderSpec& spec,
                                  std::shared_ptr<media::FrameSink> sink) override {
        const EncoderId id = encoderIds_.next();
        encoders.emplace(id, Encoder{view, spec, sink.get()});
        return id;
    }

    void closeEncoder(EncoderId encoder) override {
        misuses += encoders.erase(encoder) == 1 ? 0 : 1;
    }

    void requestKeyframe(EncoderId encoder) override { ++encoders[encoder].keyframes; }

    void snapshotView(ViewId view, PngCallback done) override {
        give(views.contains(view), std::move(done));
    }

    void snapshotSource(SourceId source, PngCallback done) override {
        give(sources.contains(source), std::move(done));
    }

    [[nodiscard]] std::vector<media::ViewStats> viewStats() const override { return {}; }

    [[nodiscard]] std::vector<media::SourceStats> sourceStats() const override {
        std::vector<media::SourceStats> result;
        for (const auto& [source, delayMs] : loopDelays) {
            media::SourceStats stats;
            stats.source = source;
            stats.loopDelayMs = delayMs;
            result.push_back(stats);
        }
        for (const auto& [source, frames] : decoded) {
            media::SourceStats stats;
            stats.source = source;
            stats.framesDecoded = frames;
            result.push_back(stats);
        }
        return result;
    }

    std::map<SourceId, std::uint64_t> decoded;  ///< frames, what sourceStats() is to tell
    std::map<SourceId, const media::PacketSink*> sources;
    std::map<SourceId, SentPicture> watchedLoops;
    std::map<SourceId, double> loopDelays;  ///< what sourceStats() is to tell
    std::map<ViewId, View> views;
    std::map<EncoderId, Encoder> encoders;
    bool sourcesComeUp = true;
    bool cut = true;
    int misuses = 0;

private:
    void give(bool exists, PngCallback done) {
        loop_.post([exists, done = std::move(done)] {
            if (exists) {
                done(std::vector<std::byte>(4));
            } else {
                done(Error(ErrorCode::unavailable, "no picture"));
            }
        });
    }

    Loop& loop_;
    Listener& listener_;
    IdSequence<SourceId> sourceIds_;
    IdSequence<ViewId> viewIds_;
    IdSequence<EncoderId> encoderIds_;
};

}  // namespace mcu::fakes
