// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/receive_batch.h"

#include <cerrno>
#include <cstring>
#include <netinet/udp.h>

namespace mcu::transport {

ReceiveBatch::ReceiveBatch()
    // Not zeroed: pages never used are never touched.
    : buffer_(new std::byte[kMessages * kMessageBytes]) {
    for (std::size_t i = 0; i < kMessages; ++i) {
        Slot& slot = slots_[i];
        slot.vector = {buffer_.get() + i * kMessageBytes, kMessageBytes};
        msghdr& header = headers_[i].msg_hdr;
        header.msg_name = &slot.source;
        header.msg_iov = &slot.vector;
        header.msg_iovlen = 1;
        header.msg_control = slot.control.data();
    }
}

std::size_t ReceiveBatch::read(int fd) {
    for (std::size_t i = 0; i < used_; ++i) {
        headers_[i].msg_hdr.msg_namelen = sizeof(sockaddr_storage);
        headers_[i].msg_hdr.msg_controllen = kControlBytes;
    }
    // A pending socket error (an ICMP message) is reported once and then gone; two in a row mean an
    // empty socket.
    int count = recvmmsg(fd, headers_.data(), kMessages, MSG_DONTWAIT, nullptr);
    if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
        count = recvmmsg(fd, headers_.data(), kMessages, MSG_DONTWAIT, nullptr);
    }
    used_ = count < 0 ? kMessages : static_cast<std::size_t>(count);
    return count < 0 ? 0 : used_;
}

ReceiveBatch::Message ReceiveBatch::message(std::size_t index) {
    msghdr& header = headers_[index].msg_hdr;
    Message made;
    made.bytes = {static_cast<std::byte*>(slots_[index].vector.iov_base), headers_[index].msg_len};
    made.segment = made.bytes.size();
    made.source = &slots_[index].source;
    for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr;
         control = CMSG_NXTHDR(&header, control)) {
        if (control->cmsg_level == IPPROTO_UDP && control->cmsg_type == UDP_GRO) {
            int segment = 0;
            std::memcpy(&segment, CMSG_DATA(control), sizeof segment);
            if (segment > 0) {
                made.segment = static_cast<std::size_t>(segment);
            }
        } else if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SO_RXQ_OVFL) {
            std::memcpy(&made.dropCount, CMSG_DATA(control), sizeof made.dropCount);
            made.hasDropCount = true;
        }
    }
    return made;
}

}  // namespace mcu::transport
