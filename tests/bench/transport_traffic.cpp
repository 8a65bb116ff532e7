// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport_traffic.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "transport/net/udp_socket.h"
#include "transport/rtp/rtp_header.h"
#include "transport/srtp/srtp_sender.h"

namespace mcu::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kStreams = 2 * kSites;
constexpr int kBuffer = 1 << 20;

void readAll(int fd, void* to, std::size_t size) {
    auto* at = static_cast<char*>(to);
    while (size > 0) {
        const auto got = read(fd, at, size);
        if (got <= 0) {
            _exit(0);
        }
        at += got;
        size -= static_cast<std::size_t>(got);
    }
}

void writeAll(int fd, const void* from, std::size_t size) {
    if (write(fd, from, size) != static_cast<ssize_t>(size)) {
        _exit(1);
    }
}

/// One stream of one room.
struct RoomStream {
    transport::UdpSocket socket;
    NetAddress server;
    std::optional<srtp::SrtpSender> keys;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
};

class RoomsProcess {
public:
    RoomsProcess(int orders, int answers) : orders_(orders), answers_(answers) {
        transport::raiseOpenFileLimit();
        std::array<std::uint16_t, kStreams> ports{};
        for (int i = 0; i < kStreams; ++i) {
            auto socket = transport::openUdpSocket(*NetAddress::parse("127.0.0.1", 0), kBuffer);
            if (!socket) {
                std::fprintf(stderr, "%s\n", socket.error().message.c_str());
                _exit(1);
            }
            ports.at(i) = socket->local.port();
            streams_[i].socket = std::move(*socket);
        }
        writeAll(answers_, ports.data(), sizeof ports);
    }

    [[noreturn]] void run() {
        for (;;) {
            std::array<std::uint16_t, kStreams + 1> order{};
            readAll(orders_, order.data(), sizeof order);
            begin(order);
            send();
            const RoomCounts counts = counts_;
            writeAll(answers_, &counts, sizeof counts);
        }
    }

private:
    void begin(const std::array<std::uint16_t, kStreams + 1>& order) {
        counts_ = {};
        for (int i = 0; i < kStreams; ++i) {
            RoomStream& stream = streams_[i];
            stream.server = *NetAddress::parse("127.0.0.1", order.at(i + 1));
            stream.keys.reset();
            stream.sequence = 0;
            if (order[0] != 0) {
                auto made = srtp::SrtpSender::create(media::SrtpSuite::aesCm128HmacSha1_80,
                                                     keyOf(i, false).reveal());
                stream.keys.emplace(std::move(*made));
            }
        }
    }

    void send() {
        constexpr auto kStep = std::chrono::milliseconds(1);
        const auto start = Clock::now();
        std::int64_t done = 0;
        for (;;) {
            pollfd order{orders_, POLLIN, 0};
            if (poll(&order, 1, 0) > 0) {
                char stop = 0;
                readAll(orders_, &stop, 1);
                // What the server sent last is still on its way.
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
                drain();
                return;
            }
            const auto due = (Clock::now() - start) / kStep;
            // 2 sites begin a video frame in 33 ms / 240 each, 12 an audio packet in 1 ms.
            for (; done < due; ++done) {
                step(done);
            }
            drain();
            std::this_thread::sleep_until(start + (due + 1) * kStep);
        }
    }

    void step(std::int64_t ms) {
        for (int site = static_cast<int>(ms % 20); site < kSites; site += 20) {
            burst(2 * site, 1, kAudioPt, kAudioPayload, 160);
        }
        for (int site = static_cast<int>(ms % 33); site < kSites; site += 33) {
            burst(2 * site + 1, kPacketsAFrame, kVideoPt, kVideoPayload, 2970);
        }
    }

    void burst(int index,
               std::size_t count,
               std::uint8_t payloadType,
               std::size_t payload,
               std::uint32_t step) {
        RoomStream& stream = streams_[index];
        stream.timestamp += step;
        std::array<mmsghdr, kPacketsAFrame> messages{};
        std::array<iovec, kPacketsAFrame> vectors{};
        for (std::size_t i = 0; i < count; ++i) {
            auto& packet = packets_[i];
            transport::RtpHeader header;
            header.marker = i + 1 == count;
            header.payloadType = payloadType;
            header.sequence = stream.sequence++;
            header.timestamp = stream.timestamp;
            header.ssrc = static_cast<std::uint32_t>(1000 + index);
            header.write(packet.data());
            packet[12] = std::byte{0x41};
            std::size_t length = 12 + payload;
            if (stream.keys) {
                stream.keys->protectRtp(packet, length);
            }
            vectors[i] = {packet.data(), length};
            messages[i].msg_hdr.msg_name = const_cast<sockaddr*>(stream.server.sockaddrPointer());
            messages[i].msg_hdr.msg_namelen = stream.server.sockaddrLength();
            messages[i].msg_hdr.msg_iov = &vectors[i];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
        const int sent = sendmmsg(stream.socket.fd.get(), messages.data(), count, 0);
        counts_.sent += sent > 0 ? static_cast<std::uint64_t>(sent) : 0;
    }

    void drain() {
        for (auto& stream : streams_) {
            std::array<mmsghdr, 32> messages{};
            int got = 0;
            do {
                got = recvmmsg(stream.socket.fd.get(),
                               messages.data(),
                               messages.size(),
                               MSG_DONTWAIT | MSG_TRUNC,
                               nullptr);
                counts_.received += got > 0 ? static_cast<std::uint64_t>(got) : 0;
            } while (got == static_cast<int>(messages.size()));
        }
    }

    int orders_;
    int answers_;
    RoomCounts counts_;
    std::array<RoomStream, kStreams> streams_;
    std::array<std::array<std::byte, 1400>, kPacketsAFrame> packets_{};
};

}  // namespace

media::SrtpKey keyOf(int index, bool fromServer) {
    std::vector<std::byte> bytes(keyLengthOf(media::SrtpSuite::aesCm128HmacSha1_80));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] =
            static_cast<std::byte>(static_cast<std::size_t>(index) * 31 + i * (fromServer ? 3 : 5));
    }
    return media::SrtpKey(bytes);
}

Rooms::Rooms() {
    std::array<int, 2> orders{};
    std::array<int, 2> answers{};
    if (pipe(orders.data()) != 0 || pipe(answers.data()) != 0) {
        std::abort();
    }
    child_ = fork();
    if (child_ == 0) {
        close(orders[1]);
        close(answers[0]);
        static RoomsProcess process(orders[0], answers[1]);
        process.run();
    }
    close(orders[0]);
    close(answers[1]);
    orders_ = orders[1];
    answers_ = answers[0];
    ports_.resize(kStreams);
    readAll(answers_, ports_.data(), kStreams * sizeof(std::uint16_t));
}

Rooms::~Rooms() {
    close(orders_);
    close(answers_);
    waitpid(child_, nullptr, 0);
}

void Rooms::start(const std::vector<std::uint16_t>& serverPorts, bool secured) {
    std::array<std::uint16_t, kStreams + 1> order{};
    order[0] = secured ? 1 : 0;
    for (int i = 0; i < kStreams; ++i) {
        order.at(i + 1) = serverPorts[static_cast<std::size_t>(i)];
    }
    writeAll(orders_, order.data(), sizeof order);
}

RoomCounts Rooms::stop() {
    const char stop = 1;
    writeAll(orders_, &stop, 1);
    RoomCounts counts;
    readAll(answers_, &counts, sizeof counts);
    return counts;
}

}  // namespace mcu::bench
