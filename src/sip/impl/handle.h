// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "sip/impl/sofia.h"

namespace mcu::sip {

/// An event of the stack. Valid during the callback.
struct Event {
    nua_event_t type;
    int status;
    std::string phrase;
    nua_t* nua;
    const sip_t* sip;  ///< may be null
    tagi_t* tags;
};

/// What is bound to a nua handle and gets its events. Thread: sip.
class HandleOwner {
public:
    virtual ~HandleOwner() = default;
    virtual void onEvent(const Event& event) = 0;
};

/// Owns a nua handle: unbinds and destroys it, which also ends what the stack still has open on it.
class Handle {
public:
    Handle() = default;

    Handle(nua_handle_t* handle, HandleOwner* owner) : handle_(handle) {
        if (handle_ != nullptr) {
            nua_handle_bind(handle_, owner);
        }
    }

    ~Handle() { reset(); }

    Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            reset();
            handle_ = std::exchange(other.handle_, nullptr);
        }
        return *this;
    }

    void reset() {
        if (handle_ != nullptr) {
            nua_handle_bind(handle_, nullptr);
            nua_handle_destroy(handle_);
            handle_ = nullptr;
        }
    }

    [[nodiscard]] nua_handle_t* get() const { return handle_; }

    explicit operator bool() const { return handle_ != nullptr; }

private:
    nua_handle_t* handle_ = nullptr;
};

inline constexpr const char* kSdpType = "application/sdp";

/// The body of a message, empty when it has none.
std::string bodyOf(const sip_t* sip);
/// Whether the body is of a type; also when there is a body and no Content-Type, for SDP.
bool hasContentType(const sip_t* sip, const char* type);
std::string userOf(const url_t* url);
std::string textOf(const url_t* url);
std::string productOf(const sip_t* sip);

}  // namespace mcu::sip
