// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/send_batch.h"

#include <cerrno>
#include <cstring>
#include <netinet/udp.h>

namespace mcu::transport {

namespace {
constexpr std::size_t kLargestDatagram = 65000;  // IP and UDP headers included in 65535
}

SendBatch::SendBatch() : rooms_{}, vectors_{}, pieces_{}, controls_{}, messages_{}, packetsIn_{} {
    for (auto& control : controls_) {
        auto* header = reinterpret_cast<cmsghdr*>(control.bytes.data());
        header->cmsg_level = IPPROTO_UDP;
        header->cmsg_type = UDP_SEGMENT;
        header->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
    }
}

void SendBatch::add(std::span<const std::byte> payload, std::size_t headerBytes) {
    pieces_[count_] = {vectorCount_, 2, headerBytes + payload.size()};
    vectors_[vectorCount_++] = {rooms_[count_].bytes.data(), headerBytes};
    // sendmsg only reads; iovec has no const.
    vectors_[vectorCount_++] = {const_cast<std::byte*>(payload.data()), payload.size()};
    ++count_;
}

void SendBatch::addWhole(std::span<const std::byte> packet) {
    pieces_[count_] = {vectorCount_, 1, packet.size()};
    vectors_[vectorCount_++] = {const_cast<std::byte*>(packet.data()), packet.size()};
    ++count_;
}

std::size_t SendBatch::runLength(std::size_t first) const {
    if (!segmentation_) {
        return 1;
    }
    const std::size_t segment = pieces_[first].bytes;
    std::size_t total = segment;
    std::size_t length = 1;
    while (first + length < count_) {
        const std::size_t next = pieces_[first + length].bytes;
        total += next;
        if (next > segment || total > kLargestDatagram) {
            break;
        }
        ++length;
        if (next < segment) {
            break;  // only the last segment may be shorter
        }
    }
    return length;
}

std::size_t SendBatch::buildMessages(const NetAddress& to) {
    std::size_t messages = 0;
    for (std::size_t first = 0; first < count_;) {
        const std::size_t length = runLength(first);
        const Piece& begin = pieces_[first];
        const Piece& end = pieces_[first + length - 1];
        msghdr& header = messages_[messages].msg_hdr;
        header = {};
        header.msg_name = const_cast<sockaddr*>(to.sockaddrPointer());
        header.msg_namelen = to.sockaddrLength();
        header.msg_iov = &vectors_[begin.firstVector];
        header.msg_iovlen = end.firstVector + end.vectors - begin.firstVector;
        if (length > 1) {
            const auto segment = static_cast<std::uint16_t>(begin.bytes);
            header.msg_control = controls_[messages].bytes.data();
            header.msg_controllen = sizeof(Control);
            std::memcpy(CMSG_DATA(CMSG_FIRSTHDR(&header)), &segment, sizeof segment);
        }
        packetsIn_[messages] = length;
        ++messages;
        first += length;
    }
    return messages;
}

std::size_t SendBatch::sendMessages(int fd, std::size_t messages) {
    std::size_t taken = 0;
    for (std::size_t next = 0; next < messages;) {
        const int sent = messages - next == 1 && next == 0
                             ? (sendmsg(fd, &messages_[0].msg_hdr, MSG_DONTWAIT) < 0 ? -1 : 1)
                             : sendmmsg(fd, &messages_[next], messages - next, MSG_DONTWAIT);
        if (sent <= 0) {
            // The message at `next` was refused: by a full buffer, or an ICMP error of an earlier
            // one that is now cleared. Media does not wait: it is lost and the rest is tried.
            if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) {
                return taken;
            }
            ++next;
            continue;
        }
        for (int i = 0; i < sent; ++i) {
            taken += packetsIn_[next++];
        }
    }
    return taken;
}

std::size_t SendBatch::flush(int fd, const NetAddress& to) {
    std::size_t messages = buildMessages(to);
    errno = 0;
    std::size_t taken = sendMessages(fd, messages);
    if (taken == 0 && messages < count_ &&
        (errno == EIO || errno == EINVAL || errno == EOPNOTSUPP)) {
        // A kernel or device without segmentation offload (EIO without checksum offload): do
        // without from now on.
        segmentation_ = false;
        messages = buildMessages(to);
        taken = sendMessages(fd, messages);
    }
    count_ = 0;
    vectorCount_ = 0;
    return taken;
}

}  // namespace mcu::transport
