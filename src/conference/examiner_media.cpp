// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/examiner_media.h"

#include <array>
#include <utility>

namespace mcu::conference {

namespace {

using media::Kind;

/// Where the text of the test picture stands in turn: no two moves alike within the time a return
/// may be under way.
constexpr std::array kPlaces = {media::Rect{0, 0, 0.6, 0.5},
                                media::Rect{0.4, 0.5, 0.6, 0.5},
                                media::Rect{0.4, 0, 0.6, 0.5},
                                media::Rect{0, 0.25, 0.7, 0.5},
                                media::Rect{0, 0.5, 0.6, 0.5},
                                media::Rect{0.3, 0.25, 0.7, 0.5},
                                media::Rect{0.2, 0, 0.6, 0.5}};

}  // namespace

void ExaminerMedia::open(const media::AgreedMedia& media, const ClassKey& pictureClass) {
    if (const auto* video = media.find(Kind::video)) {
        openPicture(*video, pictureClass);
    }
    if (const auto* audio = media.find(Kind::audio)) {
        openSound(*audio);
    }
}

void ExaminerMedia::openPicture(const media::AgreedStream& stream, const ClassKey& pictureClass) {
    const auto& spec = pictureClass.spec;
    planes_.transport->forward(session_, Kind::video, {});
    if (auto source = planes_.video->openSource()) {
        source_ = source->id;
        planes_.transport->setSink(session_, Kind::video, std::move(source->sink));
        planes_.transport->requestKeyframe(session_);
    } else {
        troubles_.push_back("its picture is not decoded: " + source.error().message);
    }
    const auto view = planes_.video->createView(spec.width, spec.height, spec.framesPerSecond);
    if (!view) {
        troubles_.push_back("no test picture: " + view.error().message);
        return;
    }
    view_ = *view;
    if (source_) {
        planes_.video->watchLoop(source_, {view_, {}});
    }
    if (!media::sends(stream.direction)) {
        return;
    }
    const auto feed = planes_.transport->createFeed(spec.codec);
    const auto encoder = planes_.video->openEncoder(view_, spec, feed.sink);
    if (!encoder) {
        planes_.transport->destroyFeed(feed.id);
        troubles_.push_back("no test picture: " + encoder.error().message);
        return;
    }
    encoder_ = *encoder;
    pictureFeed_ = feed.id;
    planes_.transport->subscribe(session_, Kind::video, pictureFeed_);
}

void ExaminerMedia::openSound(const media::AgreedStream& stream) {
    mix_ = planes_.audio->createMix();
    if (auto talker = planes_.audio->addTalker(mix_)) {
        talker_ = talker->id;
        planes_.transport->setSink(session_, Kind::audio, std::move(talker->sink));
    } else {
        troubles_.push_back("its sound is not decoded: " + talker.error().message);
    }
    if (!media::sends(stream.direction)) {
        return;
    }
    media::AudioMixer::Hearing hearing;
    hearing.testSound = true;
    auto format = stream.send;
    format.payloadType = 0;
    const auto feed = planes_.transport->createFeed(format.codec);
    const auto output = planes_.audio->openOutput(mix_, format, hearing, feed.sink);
    if (!output) {
        planes_.transport->destroyFeed(feed.id);
        troubles_.push_back("no test sound: " + output.error().message);
        return;
    }
    output_ = *output;
    soundFeed_ = feed.id;
    planes_.transport->subscribe(session_, Kind::audio, soundFeed_);
    if (talker_) {
        planes_.audio->watchEcho(talker_, output_);
    }
}

void ExaminerMedia::step(const std::string& text) {
    if (!view_) {
        return;
    }
    media::Pane ground;
    media::Pane moving;
    moving.rect = kPlaces[static_cast<std::size_t>(step_++) % kPlaces.size()];
    moving.notice = text;
    media::Composition composition;
    composition.panes = {std::move(ground), std::move(moving)};
    planes_.video->compose(view_, std::move(composition));
}

void ExaminerMedia::close(bool callIsUp) {
    if (callIsUp) {
        planes_.transport->setSink(session_, Kind::video, nullptr);
        planes_.transport->setSink(session_, Kind::audio, nullptr);
        planes_.transport->unsubscribe(session_, Kind::video);
        planes_.transport->unsubscribe(session_, Kind::audio);
    }
    if (talker_) {
        planes_.audio->watchEcho(talker_, {});
        planes_.audio->removeTalker(talker_);
    }
    if (output_) {
        planes_.audio->closeOutput(output_);
    }
    if (soundFeed_) {
        planes_.transport->destroyFeed(soundFeed_);
    }
    if (mix_) {
        planes_.audio->destroyMix(mix_);
    }
    if (source_) {
        planes_.video->closeSource(source_);
    }
    if (encoder_) {
        planes_.video->closeEncoder(encoder_);
    }
    if (view_) {
        planes_.video->destroyView(view_);
    }
    if (pictureFeed_) {
        planes_.transport->destroyFeed(pictureFeed_);
    }
}

bool ExaminerMedia::onKeyframeWanted(FeedId feed) {
    if (!encoder_ || feed != pictureFeed_) {
        return false;
    }
    planes_.video->requestKeyframe(encoder_);
    return true;
}

bool ExaminerMedia::onKeyframeNeeded(SourceId source) {
    if (!source_ || source != source_) {
        return false;
    }
    planes_.transport->requestKeyframe(session_);
    return true;
}

std::optional<media::SourceStats> ExaminerMedia::picture() const {
    for (const auto& figures : planes_.video->sourceStats()) {
        if (source_ && figures.source == source_) {
            return figures;
        }
    }
    return std::nullopt;
}

std::optional<media::TalkerLevel> ExaminerMedia::sound() const {
    if (!mix_) {
        return std::nullopt;
    }
    for (const auto& level : planes_.audio->levels(mix_)) {
        if (level.talker == talker_) {
            return level;
        }
    }
    return std::nullopt;
}

}  // namespace mcu::conference
