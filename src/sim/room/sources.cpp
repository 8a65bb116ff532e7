// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/room/sources.h"

#include <algorithm>
#include <utility>

namespace mcu::sim {

Sources::Sources(const RoomOptions& options,
                 VideoLibrary& videos,
                 SoundLibrary& sounds,
                 media::Transport& transport,
                 Pacer& pacer)
    : options_(options), videos_(videos), sounds_(sounds), transport_(transport), pacer_(pacer) {}

Result<MediaLoopPointer> Sources::pictureLoop(int room, const media::CodecFormat& format) {
    VideoSpec spec = options_.video;
    spec.codec = format.codec;
    if (spec.codec != media::Codec::h264 || format.h264.packetizationMode == 0) {
        spec.h264Mode = 0;
    }
    if (options_.black) {
        return videos_.black(spec);
    }
    if (!options_.videoFile.empty()) {
        return videos_.ofFile(spec, options_.videoFile);
    }
    return videos_.coded(spec, options_.samePicture ? options_.first : room);
}

RunningFeed Sources::run(MediaLoopPointer loop) {
    const auto codec = loop->codec;
    auto feed = transport_.createFeed(codec);
    auto stream = pacer_.add(std::move(loop), std::move(feed.sink));
    streams_[feed.id] = stream;
    return {feed.id, std::move(stream), codec};
}

Result<RunningFeed> Sources::ownPicture(int room, const media::CodecFormat& format) {
    auto loop = pictureLoop(room, format);
    if (!loop) {
        return loop.error();
    }
    return run(std::move(*loop));
}

Result<RunningFeed> Sources::picture(int room, const media::CodecFormat& format) {
    if (!options_.samePicture) {
        return ownPicture(room, format);
    }
    auto& shared = shared_[nextShared_++ % shared_.size()];
    if (shared.id && shared.codec != format.codec) {
        return ownPicture(room, format);
    }
    if (!shared.id) {
        auto made = ownPicture(room, format);
        if (!made) {
            return made.error();
        }
        shared = *made;
    }
    return shared;
}

Result<MediaLoopPointer> Sources::soundLoop(int room, media::Codec codec) {
    if (options_.silent) {
        return sounds_.silence(codec);
    }
    return options_.soundFile.empty() ? sounds_.tone(codec, room)
                                      : sounds_.ofFile(codec, options_.soundFile);
}

Result<RunningFeed> Sources::sound(int room, media::Codec codec) {
    auto loop = soundLoop(room, codec);
    if (!loop) {
        return loop.error();
    }
    return run(std::move(*loop));
}

Result<Duration> Sources::setBursts(const RunningFeed& feed, int room, bool on) {
    auto loop = on ? sounds_.bursts(feed.codec) : soundLoop(room, feed.codec);
    if (!loop) {
        return loop.error();
    }
    const auto onset = (*loop)->onset;
    pacer_.replace(*feed.stream, std::move(*loop));
    return onset;
}

void Sources::stop(const RunningFeed& feed) {
    const bool shared = std::any_of(
        shared_.begin(), shared_.end(), [&](const auto& known) { return known.id == feed.id; });
    if (shared || !feed.id) {
        return;
    }
    pacer_.remove(feed.stream);
    transport_.destroyFeed(feed.id);
    streams_.erase(feed.id);
}

void Sources::onKeyframeWanted(FeedId feed) {
    if (const auto found = streams_.find(feed); found != streams_.end()) {
        found->second->wantKeyframe();
    }
}

}  // namespace mcu::sim
