// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <unordered_map>

#include "media/transport.h"
#include "sim/room/options.h"
#include "sim/source/pacer.h"
#include "sim/source/sound_library.h"
#include "sim/source/video_library.h"

namespace mcu::sim {

/// A loop on its way into a feed of the transport.
struct RunningFeed {
    FeedId id;
    std::shared_ptr<SendStream> stream;
    media::Codec codec = media::Codec::pcma;
};

/// Starts and ends the feeds rooms send: each its own, or with --same-picture a few that all share.
/// Owned by the Crowd; control thread.
class Sources {
public:
    Sources(const RoomOptions& options,
            VideoLibrary& videos,
            SoundLibrary& sounds,
            media::Transport& transport,
            Pacer& pacer);

    /// The picture of a room in the codec and packetization mode agreed on.
    Result<RunningFeed> picture(int room, const media::CodecFormat& format);
    /// As picture(), but never shared: a room that is about to misbehave.
    Result<RunningFeed> ownPicture(int room, const media::CodecFormat& format);
    Result<RunningFeed> sound(int room, media::Codec codec);
    /// Changes a room's sound to bursts, or back; returns how far behind the start of the loop its
    /// onset is.
    Result<Duration> setBursts(const RunningFeed& feed, int room, bool on);
    /// Ends a feed; a shared one goes on.
    void stop(const RunningFeed& feed);
    /// For Transport::Listener::onKeyframeWanted.
    void onKeyframeWanted(FeedId feed);

private:
    static constexpr std::size_t kSharedFeeds = 16;

    Result<MediaLoopPointer> pictureLoop(int room, const media::CodecFormat& format);
    Result<MediaLoopPointer> soundLoop(int room, media::Codec codec);
    RunningFeed run(MediaLoopPointer loop);

    const RoomOptions& options_;
    VideoLibrary& videos_;
    SoundLibrary& sounds_;
    media::Transport& transport_;
    Pacer& pacer_;
    std::unordered_map<FeedId, std::shared_ptr<SendStream>> streams_;
    std::array<RunningFeed, kSharedFeeds> shared_;
    std::size_t nextShared_ = 0;
};

}  // namespace mcu::sim
