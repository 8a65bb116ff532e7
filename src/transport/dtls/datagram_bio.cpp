// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/dtls/datagram_bio.h"

#include <algorithm>
#include <cstring>

#include "transport/dtls/openssl_handles.h"

namespace mcu::dtls {

BIO_METHOD* DatagramBio::method() {
    static const Handle<BIO_METHOD> made = [] {
        Handle<BIO_METHOD> fresh(
            BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "mcu datagrams"));
        if (fresh) {
            BIO_meth_set_write(fresh.get(), &DatagramBio::onWrite);
            BIO_meth_set_read(fresh.get(), &DatagramBio::onRead);
            BIO_meth_set_ctrl(fresh.get(), &DatagramBio::onControl);
        }
        return fresh;
    }();
    return made.get();
}

BIO* DatagramBio::makeBio() {
    BIO* bio = method() != nullptr ? BIO_new(method()) : nullptr;
    if (bio != nullptr) {
        BIO_set_data(bio, this);
        BIO_set_init(bio, 1);
    }
    return bio;
}

std::size_t DatagramBio::takeOutgoing(std::span<std::byte> buffer) {
    if (taken_ == queued_) {
        return 0;
    }
    const std::size_t length = lengths_[taken_];
    const std::size_t copied = std::min(length, buffer.size());
    std::memcpy(buffer.data(), &outgoing_[readAt_], copied);
    readAt_ += length;
    ++taken_;
    if (taken_ == queued_) {
        queued_ = taken_ = used_ = readAt_ = 0;
    }
    return copied == length ? length : 0;
}

int DatagramBio::onWrite(BIO* bio, const char* data, int length) {
    auto* self = static_cast<DatagramBio*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    const auto size = static_cast<std::size_t>(std::max(length, 0));
    if (size > 0 && self->queued_ < self->lengths_.size() &&
        size <= self->outgoing_.size() - self->used_) {
        std::memcpy(&self->outgoing_[self->used_], data, size);
        self->used_ += size;
        self->lengths_[self->queued_++] = size;
    }
    return length;
}

int DatagramBio::onRead(BIO* bio, char* buffer, int capacity) {
    auto* self = static_cast<DatagramBio*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    if (self->incoming_.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const auto size = std::min(self->incoming_.size(), static_cast<std::size_t>(capacity));
    std::memcpy(buffer, self->incoming_.data(), size);
    self->incoming_ = {};
    return static_cast<int>(size);
}

long DatagramBio::onControl(BIO* bio, int command, long, void*) {
    auto* self = static_cast<DatagramBio*>(BIO_get_data(bio));
    switch (command) {
        case BIO_CTRL_FLUSH:
        case BIO_CTRL_DUP:
            return 1;
        case BIO_CTRL_PENDING:
            return static_cast<long>(self->incoming_.size());
        case BIO_CTRL_DGRAM_QUERY_MTU:
        case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
            return static_cast<long>(self->mtu_);
        default:
            return 0;
    }
}

}  // namespace mcu::dtls
