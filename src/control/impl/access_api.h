// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "control/impl/door.h"
#include "control/impl/open_calls.h"
#include "mcu/access.grpc.pb.h"

namespace mcu::control {

/// Says who may do what, and to everybody who it is taken for. Thread: any of gRPC's.
class AccessApi final : public hnth::mcu::v1::Access::CallbackService {
public:
    AccessApi(Loop& control, const Door& door, std::string serverId)
        : control_(control), door_(door), serverId_(std::move(serverId)) {}

    /// Answers all open calls.
    void close();

    grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context,
                                     const hnth::mcu::v1::WhoAmIRequest* request,
                                     hnth::mcu::v1::WhoAmIReply* reply) override;
    grpc::ServerUnaryReactor* ListRights(grpc::CallbackServerContext* context,
                                         const hnth::mcu::v1::RightsRequest* request,
                                         hnth::mcu::v1::RightsReply* reply) override;

private:
    Loop& control_;
    const Door& door_;
    const std::string serverId_;
    const std::shared_ptr<OpenCalls> calls_ = std::make_shared<OpenCalls>();
};

}  // namespace mcu::control
