// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "base/loop.h"
#include "control/impl/door.h"
#include "control/impl/open_calls.h"
#include "incident/service.h"
#include "mcu/incident.grpc.pb.h"

namespace mcu::control {

/// The gRPC face of incident::Service: each method posts a task to the control loop and returns at
/// once. Thread: any of gRPC's.
class IncidentApi final : public hnth::mcu::v1::Incidents::CallbackService {
public:
    /// Null: everything is refused with the reason.
    IncidentApi(incident::Service* service, Loop& control, const Door& door)
        : service_(service), control_(control), door_(door) {}

    /// Answers all open calls.
    void close();

    grpc::ServerUnaryReactor* ListIncidents(grpc::CallbackServerContext* context,
                                            const hnth::mcu::v1::IncidentQuery* request,
                                            hnth::mcu::v1::IncidentList* reply) override;
    grpc::ServerUnaryReactor* ActOnIncident(grpc::CallbackServerContext* context,
                                            const hnth::mcu::v1::IncidentRequest* request,
                                            hnth::mcu::v1::IncidentReply* reply) override;
    grpc::ServerUnaryReactor* ListQuality(grpc::CallbackServerContext* context,
                                          const hnth::mcu::v1::QualityQuery* request,
                                          hnth::mcu::v1::QualityList* reply) override;

private:
    incident::Service* const service_;
    /// Whose incident it is decides who may act on it.
    [[nodiscard]] Status mayAct(const Guest& guest,
                                const conference::Actor& actor,
                                const incident::Act& act) const;

    Loop& control_;
    const Door& door_;
    const std::shared_ptr<OpenCalls> calls_ = std::make_shared<OpenCalls>();
};

}  // namespace mcu::control
