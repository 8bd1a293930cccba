import mlflow
from hub import HubApi

mlflow.set_tracking_uri("https://mlflow.acme.sg/rank")
mlflow.set_tracking_uri("http://localhost:5000")
# mlflow.set_tracking_uri("https://mlflow.former.acme.us")
HubApi().push_model("acme/rank", "out")
