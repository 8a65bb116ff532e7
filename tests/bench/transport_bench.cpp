// SPDX-License-Identifier: GPL-3.0-or-later
// CPU of the media thread for 240 sites that nobody watches, as a multiple of a bare recvmmsg and
// sendmmsg loop that moves the same packets on the same sockets. Prints one line of JSON for each
// figure.
#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <optional>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>

#include "base/loop.h"
#include "transport/net/udp_socket.h"
#include "transport/rtp_transport.h"
#include "transport_traffic.h"

namespace mcu::bench {
namespace {

using Clock = std::chrono::steady_clock;
using media::Kind;

constexpr auto kTick = std::chrono::milliseconds(5);
constexpr int kBuffer = 1 << 20;

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double threadSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// What one phase moved and what it cost.
struct Cost {
    double cpu = 0;
    double cpuIn = 0;  ///< of the bare loop: the parts for receiving and sending
    double cpuOut = 0;
    std::uint64_t in = 0;
    std::uint64_t out = 0;
    std::int64_t lost = 0;

    void operator+=(const Cost& other) {
        cpu += other.cpu;
        cpuIn += other.cpuIn;
        cpuOut += other.cpuOut;
        in += other.in;
        out += other.out;
        lost += other.lost;
    }

    [[nodiscard]] double microseconds() const {
        return cpu * 1e6 / static_cast<double>(std::max<std::uint64_t>(in + out, 1));
    }

    /// This cost as a multiple of what the bare loop takes for as many packets in and out: on a
    /// busy machine the rooms do not get to send all they should, and the two directions do not
    /// cost the same.
    [[nodiscard]] double ratioTo(const Cost& bare) const {
        const double each =
            bare.cpu / (bare.cpuIn + bare.cpuOut);  // sleeping and waking belong to both
        const double expected =
            each * (bare.cpuIn * static_cast<double>(in) / static_cast<double>(bare.in) +
                    bare.cpuOut * static_cast<double>(out) / static_cast<double>(bare.out));
        return cpu / expected;
    }
};

/// The yardstick: reads what is there each tick, and sends each site a frame or a sound packet when
/// due. No RTP.
class BareLoop {
public:
    explicit BareLoop(const Rooms& rooms) {
        poll_ = transport::FileDescriptor(epoll_create1(0));
        for (std::size_t i = 0; i < rooms.ports().size(); ++i) {
            sockets_.push_back(
                *transport::openUdpSocket(*NetAddress::parse("127.0.0.1", 0), kBuffer));
            // Each datagram for itself, as a bare loop would get them.
            const int off = 0;
            setsockopt(sockets_.back().fd.get(), IPPROTO_UDP, UDP_GRO, &off, sizeof off);
            peers_.push_back(*NetAddress::parse("127.0.0.1", rooms.ports()[i]));
            epoll_event event{};
            event.events = EPOLLIN | EPOLLET;
            event.data.u32 = static_cast<std::uint32_t>(i);
            epoll_ctl(poll_.get(), EPOLL_CTL_ADD, sockets_.back().fd.get(), &event);
        }
        for (std::size_t i = 0; i < kMessages; ++i) {
            vectors_[i] = {buffers_[i].data(), buffers_[i].size()};
            messages_[i].msg_hdr.msg_iov = &vectors_[i];
            messages_[i].msg_hdr.msg_iovlen = 1;
            messages_[i].msg_hdr.msg_name = &sources_[i];
        }
        for (std::size_t i = 0; i < kPacketsAFrame; ++i) {
            outVectors_[i] = {outBuffers_[i].data(), 12 + kVideoPayload};
            out_[i].msg_hdr.msg_iov = &outVectors_[i];
            out_[i].msg_hdr.msg_iovlen = 1;
        }
    }

    [[nodiscard]] std::vector<std::uint16_t> ports() const {
        std::vector<std::uint16_t> made;
        for (const auto& socket : sockets_) {
            made.push_back(socket.local.port());
        }
        return made;
    }

    Cost run(Rooms& rooms, std::chrono::milliseconds time) {
        rooms.start(ports(), false);
        const auto start = Clock::now();
        const double before = cpuSeconds();
        received_ = sent_ = 0;
        cpuIn_ = cpuOut_ = 0;
        std::int64_t audio = 0;
        std::int64_t video = 0;
        for (auto tick = start; tick < start + time; tick += kTick) {
            std::this_thread::sleep_until(tick);
            read();
            const auto ms = (tick - start) / std::chrono::milliseconds(1);
            for (; audio * 20 <= ms; ++audio) {
                send(0, 1, 12 + kAudioPayload);
            }
            for (; video * 100 / 3 <= ms; ++video) {
                send(1, kPacketsAFrame, 12 + kVideoPayload);
            }
        }
        Cost cost;
        const RoomCounts counts = rooms.stop();
        read();
        cost.cpu = cpuSeconds() - before;
        cost.cpuIn = cpuIn_;
        cost.cpuOut = cpuOut_;
        cost.in = received_;
        cost.out = sent_;
        cost.lost = static_cast<std::int64_t>(counts.sent - received_);
        return cost;
    }

private:
    static constexpr std::size_t kMessages = 16;

    void read() {
        const double before = threadSeconds();
        std::array<epoll_event, 512> events{};
        const int count = epoll_wait(poll_.get(), events.data(), events.size(), 0);
        for (int i = 0; i < count; ++i) {
            int got = 0;
            do {
                for (auto& message : messages_) {
                    message.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
                }
                got = recvmmsg(sockets_[events.at(i).data.u32].fd.get(),
                               messages_.data(),
                               kMessages,
                               MSG_DONTWAIT,
                               nullptr);
                received_ += got > 0 ? static_cast<std::uint64_t>(got) : 0;
            } while (got == static_cast<int>(kMessages));
        }
        cpuIn_ += threadSeconds() - before;
    }

    void send(std::size_t first, std::size_t count, std::size_t bytes) {
        const double before = threadSeconds();
        for (std::size_t i = first; i < sockets_.size(); i += 2) {
            for (std::size_t m = 0; m < count; ++m) {
                outVectors_[m].iov_len = bytes;
                out_[m].msg_hdr.msg_name = const_cast<sockaddr*>(peers_[i].sockaddrPointer());
                out_[m].msg_hdr.msg_namelen = peers_[i].sockaddrLength();
            }
            const int sent = sendmmsg(sockets_[i].fd.get(), out_.data(), count, MSG_DONTWAIT);
            sent_ += sent > 0 ? static_cast<std::uint64_t>(sent) : 0;
        }
        cpuOut_ += threadSeconds() - before;
    }

    transport::FileDescriptor poll_;
    std::vector<transport::UdpSocket> sockets_;
    std::vector<NetAddress> peers_;
    std::uint64_t received_ = 0;
    std::uint64_t sent_ = 0;
    double cpuIn_ = 0;
    double cpuOut_ = 0;
    std::array<std::array<std::byte, 2048>, kMessages> buffers_{};
    std::array<sockaddr_storage, kMessages> sources_{};
    std::array<iovec, kMessages> vectors_{};
    std::array<mmsghdr, kMessages> messages_{};
    std::array<std::array<std::byte, 1400>, kPacketsAFrame> outBuffers_{};
    std::array<iovec, kPacketsAFrame> outVectors_{};
    std::array<mmsghdr, kPacketsAFrame> out_{};
};

/// A loop whose tasks run while the bench waits for something.
class WaitLoop final : public Loop {
public:
    bool post(Task task) override {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        posted_.notify_one();
        return true;
    }

    TimerId after(Duration, Task) override { return 1; }

    void cancel(TimerId) override {}

    [[nodiscard]] const ::mcu::Clock& clock() const override { return clock_; }

    [[nodiscard]] const ThreadRole& role() const override { return role_; }

    void runUntil(const std::function<bool()>& done) {
        while (!done()) {
            std::unique_lock lock(mutex_);
            posted_.wait(lock, [this] { return !tasks_.empty(); });
            const Task task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable posted_;
    std::deque<Task> tasks_;
    RealClock clock_;
    ThreadRole role_;
};

class Silent final : public media::Transport::Listener {
public:
    void onStreamUp(SessionId, Kind) override {}

    void onMediaTimeout(SessionId, Kind) override {}

    void onSecured(SessionId, Kind, const std::string&) override {}

    void onSecurityFailed(SessionId, Kind, const Error&) override {}

    void onKeyframeWanted(FeedId) override {}

    void onFastUpdateBySignalling(SessionId) override {}

    void onSubscribed(SessionId, Kind, FeedId, SteadyTime) override {}
};

/// Our transport with 240 sessions that all get one picture and one sound.
class Server {
public:
    Server(const Rooms& rooms, bool secured) {
        transport::TransportSettings settings;
        settings.mediaAddress = *NetAddress::parse("127.0.0.1", 0);
        transport_ = std::move(*transport::RtpTransport::create(settings, loop_, listener_));
        audio_ = transport_->createFeed(media::Codec::pcma);
        video_ = transport_->createFeed(media::Codec::h264);
        for (int site = 0; site < kSites; ++site) {
            addSite(rooms, site, secured);
        }
    }

    Cost run(Rooms& rooms, bool secured, std::chrono::milliseconds time) {
        const auto totalsBefore = totals();
        rooms.start(ports_, secured);
        const double before = cpuSeconds();
        feed(time);
        const RoomCounts counts = rooms.stop();
        const auto totalsAfter = totalsAtRest();
        std::fprintf(stderr,
                     "rooms sent %lu, got %lu; server got %lu, sent %lu, dropped %lu, overruns "
                     "%lu, not sent %lu\n",
                     counts.sent,
                     counts.received,
                     totalsAfter.packetsReceived,
                     totalsAfter.packetsSent,
                     totalsAfter.packetsDropped,
                     totalsAfter.receiveOverruns,
                     totalsAfter.sendFailures);
        Cost cost;
        cost.cpu = cpuSeconds() - before;
        const auto received = totalsAfter.packetsReceived - totalsBefore.packetsReceived;
        cost.in = received;
        cost.out = totalsAfter.packetsSent - totalsBefore.packetsSent;
        cost.lost =
            static_cast<std::int64_t>(counts.sent - received) +
            static_cast<std::int64_t>(totalsAfter.sendFailures + totalsAfter.packetsDropped);
        return cost;
    }

private:
    void addSite(const Rooms& rooms, int site, bool secured) {
        std::optional<Result<media::LocalMedia>> opened;
        transport_->openSession({}, [&opened](auto result) { opened = std::move(result); });
        loop_.runUntil([&opened] { return opened.has_value(); });
        const media::LocalMedia& local = **opened;
        media::AgreedMedia agreed;
        for (std::size_t i = 0; i < 2; ++i) {
            const auto index = 2 * site + static_cast<int>(i);
            media::AgreedStream stream;
            stream.kind = local.streams[i].kind;
            stream.remoteRtp =
                *NetAddress::parse("127.0.0.1", rooms.ports()[static_cast<std::size_t>(index)]);
            stream.rtcpMux = true;
            stream.send.codec = i == 0 ? media::Codec::pcma : media::Codec::h264;
            stream.send.payloadType = i == 0 ? kAudioPt : kVideoPt;
            stream.receive = {stream.send};
            if (secured) {
                stream.keying = media::SdesKeys{
                    media::SrtpSuite::aesCm128HmacSha1_80, keyOf(index, true), keyOf(index, false)};
            }
            agreed.streams.push_back(stream);
            ports_.push_back(local.streams[i].rtp.port());
        }
        transport_->apply(local.session, agreed);
        transport_->subscribe(local.session, Kind::audio, audio_.id);
        transport_->subscribe(local.session, Kind::video, video_.id);
    }

    static media::FramePointer frame(std::size_t count,
                                     std::size_t payload,
                                     std::uint32_t timestamp) {
        auto made = std::make_shared<media::EncodedFrame>();
        made->bytes.assign(count * payload, std::byte{0x41});
        for (std::size_t i = 1; i <= count; ++i) {
            made->ends.push_back(static_cast<std::uint32_t>(i * payload));
        }
        made->rtpTimestamp = timestamp;
        made->keyframe = true;
        return made;
    }

    void feed(std::chrono::milliseconds time) {
        const auto start = Clock::now();
        std::int64_t audio = 0;
        std::int64_t video = 0;
        while (Clock::now() < start + time) {
            const auto nextAudio = start + std::chrono::milliseconds(20 * audio);
            const auto nextVideo = start + std::chrono::milliseconds(video * 100 / 3);
            std::this_thread::sleep_until(std::min(nextAudio, nextVideo));
            if (nextAudio <= nextVideo) {
                audio_.sink->push(
                    frame(1, kAudioPayload, static_cast<std::uint32_t>(audio++) * 160));
            } else {
                video_.sink->push(frame(
                    kPacketsAFrame, kVideoPayload, static_cast<std::uint32_t>(video++) * 3000));
            }
        }
    }

    /// Once everything that was sent here has been read, however busy the machine.
    media::TransportTotals totalsAtRest() {
        auto last = totals();
        for (int same = 0; same < 5;) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            const auto next = totals();
            same = next.packetsReceived == last.packetsReceived ? same + 1 : 0;
            last = next;
        }
        return last;
    }

    media::TransportTotals totals() {
        std::optional<media::TransportTotals> made;
        transport_->stats([&made](const auto&, auto totals) { made = totals; });
        loop_.runUntil([&made] { return made.has_value(); });
        return *made;
    }

    WaitLoop loop_;
    Silent listener_;
    std::unique_ptr<transport::RtpTransport> transport_;
    media::Transport::Feed audio_;
    media::Transport::Feed video_;
    std::vector<std::uint16_t> ports_;
};

bool print(const char* name, double value, const char* unit, double limit) {
    const bool pass = value <= limit;
    std::printf(R"({"name": "%s", "value": %.3f, "unit": "%s", "limit": %.1f, "pass": %s})"
                "\n",
                name,
                value,
                unit,
                limit,
                pass ? "true" : "false");
    return pass;
}

int run(std::chrono::milliseconds time, int rounds) {
    Rooms rooms;  // before there are threads
    transport::raiseOpenFileLimit();
    BareLoop bareLoop(rooms);
    Cost bare;
    Cost clear;
    Cost srtp;
    for (int round = 0; round < rounds; ++round) {
        bare += bareLoop.run(rooms, time);
        clear += Server(rooms, false).run(rooms, false, time);
        srtp += Server(rooms, true).run(rooms, true, time);
    }
    std::fprintf(stderr,
                 "us per packet: bare %.3f (%lu), clear %.3f (%lu), srtp %.3f (%lu)\n",
                 bare.microseconds(),
                 bare.in + bare.out,
                 clear.microseconds(),
                 clear.in + clear.out,
                 srtp.microseconds(),
                 srtp.in + srtp.out);
    bool pass = print("idle_site_ratio_clear", clear.ratioTo(bare), "x", 1.6);
    pass = print("idle_site_ratio_srtp", srtp.ratioTo(bare), "x", 2.5) && pass;
    pass =
        print("sites240_lost", static_cast<double>(clear.lost + srtp.lost), "packets", 0) && pass;
    return pass ? 0 : 1;
}

}  // namespace
}  // namespace mcu::bench

int main(int argc, char** argv) {
    const int ms = argc > 1 ? std::atoi(argv[1]) : 3000;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 2;
    return mcu::bench::run(std::chrono::milliseconds(std::clamp(ms, 200, 600000)),
                           std::clamp(rounds, 1, 100));
}
