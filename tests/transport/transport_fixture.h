// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pump_loop.h"
#include "transport/rtp_transport.h"

namespace mcu::transport {

/// A packet as a sink saw it.
struct SeenPacket {
    std::uint64_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    std::uint8_t payloadType = 0;
    bool marker = false;
    std::vector<std::byte> payload;
};

/// Keeps what comes in.
class RecordingSink final : public media::PacketSink {
public:
    void onPacket(const media::ReceivedPacket& packet) noexcept override {
        const std::lock_guard lock(mutex_);
        packets_.push_back({packet.sequence,
                            packet.rtpTimestamp,
                            packet.ssrc,
                            packet.payloadType,
                            packet.marker,
                            {packet.payload.begin(), packet.payload.end()}});
    }

    [[nodiscard]] std::vector<SeenPacket> packets() const {
        const std::lock_guard lock(mutex_);
        return packets_;
    }

    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return packets_.size();
    }

private:
    mutable std::mutex mutex_;
    std::vector<SeenPacket> packets_;
};

/// Keeps the events of a transport. Control thread.
class RecordingListener final : public media::Transport::Listener {
public:
    struct Subscribed {
        SessionId session;
        media::Kind kind;
        FeedId feed;
        SteadyTime at;
    };

    void onStreamUp(SessionId session, media::Kind kind) override { ++ups[{session.value, kind}]; }

    void onMediaTimeout(SessionId session, media::Kind kind) override {
        ++timeouts[{session.value, kind}];
    }

    void onSecured(SessionId session, media::Kind kind, const std::string& suite) override {
        secured[{session.value, kind}] = suite;
    }

    void onSecurityFailed(SessionId session, media::Kind kind, const Error& error) override {
        securityFailed[{session.value, kind}] = error.message;
    }

    void onKeyframeWanted(FeedId feed) override {
        keyframesWanted[feed].push_back(std::chrono::steady_clock::now());
    }

    void onContributor(SessionId /*session*/,
                       media::Kind /*kind*/,
                       std::uint32_t contributor) override {
        contributors.push_back(contributor);
    }

    void onKey(SessionId /*session*/, char key) override { keys += key; }

    void onFastUpdateBySignalling(SessionId session) override { ++fastUpdates[session]; }

    void onSubscribed(SessionId session, media::Kind kind, FeedId feed, SteadyTime at) override {
        subscribed.push_back({session, kind, feed, at});
    }

    [[nodiscard]] bool isSubscribed(SessionId session, FeedId feed) const {
        for (const auto& one : subscribed) {
            if (one.session == session && one.feed == feed) {
                return true;
            }
        }
        return false;
    }

    using Key = std::pair<std::uint64_t, media::Kind>;
    std::map<Key, int> ups;
    std::map<Key, int> timeouts;
    std::map<Key, std::string> secured;
    std::map<Key, std::string> securityFailed;
    std::map<FeedId, std::vector<SteadyTime>> keyframesWanted;
    std::map<SessionId, int> fastUpdates;
    std::vector<std::uint32_t> contributors;
    std::string keys;
    std::vector<Subscribed> subscribed;
};

inline constexpr std::uint8_t kAudioPt = 8;
inline constexpr std::uint8_t kVideoPt = 96;

/// A transport on 127.0.0.1 and what its tests need to make calls between its own sessions.
class TransportTest : public ::testing::Test {
protected:
    void SetUp() override { start({}); }

    void start(TransportSettings settings) {
        transport_.reset();
        if (!settings.mediaAddress.isSet()) {
            settings.mediaAddress = *NetAddress::parse("127.0.0.1", 0);
        }
        auto made = RtpTransport::create(settings, loop_, listener_);
        ASSERT_TRUE(made) << made.error().message;
        transport_ = std::move(*made);
    }

    media::LocalMedia open(media::Transport::SessionSpec spec = {}) {
        auto result = tryOpen(spec);
        EXPECT_TRUE(result) << result.error().message;
        return result ? *result : media::LocalMedia{};
    }

    Result<media::LocalMedia> tryOpen(const media::Transport::SessionSpec& spec) {
        std::optional<Result<media::LocalMedia>> result;
        transport_->openSession(spec, [&result](auto opened) { result = std::move(opened); });
        EXPECT_FALSE(result);
        EXPECT_TRUE(loop_.runUntil([&result] { return result.has_value(); }));
        return std::move(*result);
    }

    static media::CodecFormat formatOf(media::Codec codec, std::uint8_t payloadType) {
        media::CodecFormat format;
        format.codec = codec;
        format.payloadType = payloadType;
        return format;
    }

    /// What a session agrees with a far end that listens at `remote`.
    static media::AgreedMedia agreedWith(const media::LocalMedia& remote, bool mux = false) {
        media::AgreedMedia agreed;
        for (const auto& stream : remote.streams) {
            media::AgreedStream one;
            one.kind = stream.kind;
            one.remoteRtp = stream.rtp;
            one.remoteRtcp = mux ? stream.rtp : stream.rtcp;
            one.rtcpMux = mux;
            one.send = stream.kind == media::Kind::audio ? formatOf(media::Codec::pcma, kAudioPt)
                                                         : formatOf(media::Codec::h264, kVideoPt);
            one.receive = {one.send};
            one.remoteTakesPli = stream.kind == media::Kind::video;
            agreed.streams.push_back(one);
        }
        return agreed;
    }

    /// Two sessions that call each other.
    struct Pair {
        media::LocalMedia a;
        media::LocalMedia b;
    };

    Pair connect(bool mux = false) {
        Pair pair{open(), open()};
        transport_->apply(pair.a.session, agreedWith(pair.b, mux));
        transport_->apply(pair.b.session, agreedWith(pair.a, mux));
        return pair;
    }

    /// A frame of `count` payloads whose first bytes make a keyframe of H.264 or not.
    static media::FramePointer frame(std::uint32_t timestamp,
                                     bool keyframe = true,
                                     std::size_t count = 1,
                                     std::byte tag = std::byte{0}) {
        auto made = std::make_shared<media::EncodedFrame>();
        // 1000 bytes each, the last 900.
        made->bytes.assign(count * 1000 - 100, std::byte{7});
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t begin = i * 1000;
            made->bytes[begin] = keyframe && i == 0 ? std::byte{0x65} : std::byte{0x41};
            made->bytes[begin + 1] = i == 0 ? std::byte{0x88} : std::byte{0x08};
            made->bytes[begin + 2] = tag;
            made->ends.push_back(
                static_cast<std::uint32_t>(i + 1 == count ? made->bytes.size() : begin + 1000));
        }
        made->rtpTimestamp = timestamp;
        made->keyframe = keyframe;
        return made;
    }

    std::shared_ptr<RecordingSink> sinkOn(SessionId session, media::Kind kind) {
        auto sink = std::make_shared<RecordingSink>();
        transport_->setSink(session, kind, sink);
        return sink;
    }

    struct Figures {
        std::vector<media::SessionStats> sessions;
        media::TransportTotals totals;

        [[nodiscard]] media::StreamStats of(SessionId session, media::Kind kind) const {
            for (const auto& one : sessions) {
                for (const auto& stream : one.streams) {
                    if (one.session == session && stream.kind == kind) {
                        return stream;
                    }
                }
            }
            return {};
        }
    };

    Figures figures() {
        std::optional<Figures> made;
        transport_->stats(
            [&made](auto sessions, auto totals) { made = Figures{std::move(sessions), totals}; });
        EXPECT_TRUE(loop_.runUntil([&made] { return made.has_value(); }));
        return *made;
    }

    /// Waits until the media threads have done what was asked so far.
    void settle() { figures(); }

    PumpLoop loop_;
    RecordingListener listener_;
    std::unique_ptr<RtpTransport> transport_;
};

}  // namespace mcu::transport
